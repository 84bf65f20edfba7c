/* fuzz.h - what a target is: a function that is given any bytes, and aborts when they break a promise.
 *
 * libFuzzer calls it with inputs that it grows from the seeds (`make fuzz TIME=60`); run.c with the seeds and so many
 * changed copies of them, always the same ones (`make test`). */
#ifndef TESTS_HOUSE_FUZZ_FUZZ_H
#define TESTS_HOUSE_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/parse/slice.h"

/* Returns 0, or does not return. Keeps nothing from call to call. The name is libFuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The promise: aborts, and says which, unless it holds. */
#define MUST(holds) ((holds) ? (void)0 : fuzz_broken(#holds, __FILE__, __LINE__))

static inline _Noreturn void fuzz_broken(const char *promise, const char *file, int line)
{
	fprintf(stderr, "%s:%d: broken: %s\n", file, line, promise);
	abort();
}

/* A copy of exactly this size, to be freed: AddressSanitizer sees who reads behind it. */
static inline char *fuzz_copy(const void *data, size_t size)
{
	char *copy = malloc(size ? size : 1);

	MUST(copy);
	if (size)
		memcpy(copy, data, size);
	return copy;
}

/* Text that is fit for a terminal, and ends. */
static inline void must_be_printable(const char *text, size_t room)
{
	const char *end = memchr(text, '\0', room);

	MUST(end);
	for (; text < end; text++)
		MUST(*text >= ' ' && *text <= '~');
}

#endif
