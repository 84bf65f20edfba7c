/* bench-steps.c - one kind of step, so often: for those who count instructions from outside.
 *
 *     bench-steps switch|await|timer N      prints how many allocations the N steps made
 *     bench-steps sleeper                   prints the bytes that a task which sleeps takes, all told
 *     bench-steps built                     prints the compiler and the TLS library
 *
 * A switch: a task whose innermost coroutine, at depth two, gives its turn to others, and there are none: so it goes
 * through the ready queue, with a turn of the loop for each. A timer: the sleep of a task. All as in any program: under
 * async_run, whose hooks are in; but who sleeps does so on the virtual clock. */
#include "coro/owner.h"
#include "coro/run.h"
#include "coro/sleep.h"
#include "tests/house/bench/allocations.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned long before; /* allocations: the first step makes those that last */

static async give_turns(long n)
{
	ASYNC(struct wait wait; long done);
	for (my->done = 0; my->done <= n; my->done++) {
		AWAIT(task_suspend_turn(&my->wait));
		before = my->done == 0 ? allocations_made : before;
	}
	ASYNC_END;
}

static async switches(long n)
{
	ASYNC();
	AWAIT(give_turns(n));
	ASYNC_END;
}
ASYNC_ENTRY(switches, long);

static async child(void)
{
	ASYNC();
	ASYNC_END;
}

static async awaits(long n)
{
	ASYNC(long done);
	for (my->done = 0; my->done <= n; my->done++) {
		AWAIT(child());
		before = my->done == 0 ? allocations_made : before;
	}
	ASYNC_END;
}
ASYNC_ENTRY(awaits, long);

static async timers(long n)
{
	ASYNC(long done);
	for (my->done = 0; my->done <= n; my->done++) {
		AWAIT(sleep_for(NS_PER_MS));
		before = my->done == 0 ? allocations_made : before;
	}
	ASYNC_END;
}
ASYNC_ENTRY(timers, long);

/* Runs N of them. False: there is no such kind. */
static bool run_steps(const char *kind, long n)
{
	if (strcmp(kind, "switch") == 0)
		async_run(switches, n);
	else if (strcmp(kind, "await") == 0)
		async_run(awaits, n);
	else if (strcmp(kind, "timer") == 0 && loop_open(LOOP_VIRTUAL) == 0)
		async_run(timers, n);
	else
		return false;
	printf("%lu\n", allocations_made - before);
	return true;
}

/* ---- bytes ---- */

static async sleep_once(void)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_S));
	ASYNC_END;
}
ASYNC_ENTRY(sleep_once);

/* Itself, a chunk of stack of its own, and its entry in the heap of timers. */
static async weigh(size_t *bytes)
{
	ASYNC(struct task sleeper; size_t before);
	task_stacks_trim(); /* no spare one is left */
	my->before = allocations_bytes;
	task_start(&my->sleeper, "sleeper", sleep_once);
	AWAIT(sleep_for(0));
	*bytes = sizeof my->sleeper + allocations_bytes - my->before + sizeof(struct deadline);
	AWAIT(task_await(&my->sleeper));
	ASYNC_END;
}
ASYNC_ENTRY(weigh, size_t *);

static bool print_sleeper(void)
{
	size_t bytes = 0;

	if (loop_open(LOOP_VIRTUAL) != 0)
		return false;
	async_run(weigh, &bytes);
	printf("%zu\n", bytes);
	return true;
}

static int print_built(void)
{
#ifdef __clang__
	printf("clang %d\n", __clang_major__);
#else
	printf("gcc %d\n", __GNUC__);
#endif
	printf("OpenSSL %u.%u\n", OPENSSL_version_major(), OPENSSL_version_minor());
	return 0;
}

int main(int argc, char **argv)
{
	bool good = false;

	if (argc == 2 && strcmp(argv[1], "built") == 0)
		return print_built();
	if (argc == 2 && strcmp(argv[1], "sleeper") == 0)
		good = print_sleeper();
	else if (argc == 3)
		good = run_steps(argv[1], atol(argv[2]));
	if (loop.is_open)
		loop_close();
	if (!good)
		fprintf(stderr, "usage: switch|await|timer N, or sleeper, or built\n");
	return good ? 0 : 2;
}
