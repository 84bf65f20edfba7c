/* words.h - searches a text for words: are they there, in which order, how often? */
#ifndef TESTS_LIB_WORDS_H
#define TESTS_LIB_WORDS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static inline int count_words(const char *text, const char *words)
{
	int times = 0;

	for (; (text = strstr(text, words)); text += strlen(words))
		times++;
	return times;
}

/* Fails unless the text has these words, in this order. */
#define assert_words(text, ...)                                                                              \
	assert_words_at((text), (const char *[]){__VA_ARGS__, NULL}, __FILE__, __LINE__)

static inline void assert_words_at(const char *text, const char *const words[], const char *file, int line)
{
	const char *at = text;

	for (int i = 0; words[i]; i++) {
		at = strstr(at, words[i]);
		if (!at) {
			print_error("no \"%s\" in: %s\n", words[i], text);
			_fail(file, line);
		}
		at += strlen(words[i]);
	}
}

#endif
