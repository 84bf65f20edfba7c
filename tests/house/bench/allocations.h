/* allocations.h - what our own code takes from malloc. A program that counts is linked with
 * --wrap=malloc,--wrap=calloc,--wrap=realloc (bench.mk): so OpenSSL's and libc's own calls are not counted. */
#ifndef TESTS_HOUSE_BENCH_ALLOCATIONS_H
#define TESTS_HOUSE_BENCH_ALLOCATIONS_H

#include <stddef.h>

/* Since the program began: how many calls, and how many bytes by malloc. */
extern unsigned long allocations_made;
extern size_t allocations_bytes;

/* Bytes of malloc's in use now, whoever asked for them: OpenSSL's too. 0: this libc does not tell. */
size_t allocations_held(void);

#endif
