/* stack_counted.h - what the tests of stack.c share: it includes that file, and counts its calls of malloc
 * and free. */
#ifndef TESTS_LIB_STACK_COUNTED_H
#define TESTS_LIB_STACK_COUNTED_H

#include "tests/lib/support.h"

#include <stdlib.h>

static void *take_memory(size_t size);
static void give_memory(void *chunk);
#define malloc take_memory
#define free   give_memory
#include "coro/stack.c"
#undef malloc
#undef free

static unsigned long calls; /* of malloc */
static size_t held;         /* bytes from malloc that are not freed yet */
static bool refuses;        /* in: malloc returns NULL */

static void *take_memory(size_t size)
{
	calls++;
	held += size;
	return refuses ? NULL : malloc(size);
}

static void give_memory(void *chunk)
{
	held -= ((struct chunk *)chunk)->size;
	free(chunk);
}

/* How many of the held bytes tasks use; the others are spare. */
static inline size_t in_use(void)
{
	size_t bytes = held;

	for (size_t i = 0; i < sizeof spare / sizeof *spare; i++)
		for (const struct chunk *c = spare[i]; c; c = c->below)
			bytes -= c->size;
	return bytes;
}

static inline int close_stacks(void **state)
{
	assert_int_equal(in_use(), 0);
	task_stacks_trim();
	assert_int_equal(held, 0);
	return close_empty(state);
}

#define WITH_STACKS(test) cmocka_unit_test_setup_teardown(test, open_virtual, close_stacks)

#endif
