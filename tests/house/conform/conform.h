/* conform.h - what the C half of each pair needs: lines with the virtual time in front, and a main().
 *
 * Each pair in this folder is one rule of asyncio as two programs, NN_words.c and NN_words.py, that read
 * alike and print the same lines. virtual.py gives the Python half the same words as this file. */
#ifndef TESTS_HOUSE_CONFORM_CONFORM_H
#define TESTS_HOUSE_CONFORM_CONFORM_H

#include "coro/many/gather.h"
#include "coro/run.h"
#include "coro/sleep.h"

#include <stdarg.h>
#include <stdio.h>

/* Prints a line that begins with the time, in whole milliseconds. */
__attribute__((format(printf, 1, 2))) static inline void say(const char *format, ...)
{
	va_list words;

	va_start(words, format);
	printf("%4lld ms  ", (long long)(loop.now / NS_PER_MS));
	vprintf(format, words);
	putchar('\n');
	va_end(words);
}

/* await asyncio.sleep, in milliseconds. */
#define sleep_ms(ms) sleep_for((ms)*NS_PER_MS)

/* Works for so long without an await. */
static inline void spend(int ms)
{
	clock_spend(ms * NS_PER_MS);
}

/* asyncio.run(async_main()) on the virtual clock, whose time begins at 0. Stands last in the file. */
#define RUN_MAIN                                                                                             \
	ASYNC_ENTRY(async_main);                                                                             \
	int main(void)                                                                                       \
	{                                                                                                    \
		enum status outcome;                                                                         \
                                                                                                             \
		if (loop_open(LOOP_VIRTUAL) < 0)                                                             \
			return 2;                                                                            \
		outcome = async_run(async_main);                                                             \
		loop_close();                                                                                \
		return outcome == ASYNC_OK ? 0 : 1;                                                          \
	}                                                                                                    \
	struct coro /* swallows the semicolon */

#endif
