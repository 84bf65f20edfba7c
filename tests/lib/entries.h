/* entries.h - what the tests of loop.c share: handles that log their name when they run. */
#ifndef TESTS_LIB_ENTRIES_H
#define TESTS_LIB_ENTRIES_H

#include "tests/lib/support.h"

struct entry {
	struct handle handle;
	struct timer timer;
	struct watch watch;
	const char *name;
	int again; /* how many more times it runs */
};

static inline void run_entry(struct handle *h)
{
	struct entry *e = container_of(h, struct entry, handle);

	say("%s", e->name);
	if (e->again-- > 0)
		loop_call_soon(h);
}

static inline struct entry entry(const char *name, int again)
{
	return (struct entry){.handle.run = run_entry, .name = name, .again = again};
}

static inline void turn(void)
{
	assert_true(loop_run_once());
	say("|");
}

#endif
