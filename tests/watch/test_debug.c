/* test_debug.c - LOOP_DEBUG=1: who holds the supervisor up, who waits in vain, and what was forgotten. */
#include "coro/io.h"
#include "coro/many/gather.h"
#include "coro/many/locks.h"
#include "coro/run.h"
#include "coro/watch/debug.h"
#include "coro/watch/ledger.h"
#include "coro/watch/watch.h"
#include "tests/lib/support.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

ASYNC_ENTRY(nap, const struct napper *);

/* The reports so far: each of the words must stand in them, and so many lines. */
static void assert_reported(int count, const char *const words[])
{
	const char *text = reports();
	int found = 0;

	debug_mode.on = false;
	for (const char *c = text; *c; c++)
		found += *c == '\n';
	for (int i = 0; words[i]; i++)
		if (!strstr(text, words[i]))
			fail_msg("no \"%s\" in: %s", words[i], text);
	if (found != count)
		fail_msg("%d lines, not %d: %s", found, count, text);
}

/* ---- slow steps ---- */

static async hold_up(int ms)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	clock_spend(ms * NS_PER_MS);
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(hold_up, int);

static void a_slow_step_is_named_with_both_ends(void **state)
{
	struct napper others[2] = {{.name = "x", .ms = 1}, {.name = "y", .ms = 1}};
	struct task t = {0}, u = {0}, v = {0};

	(void)state;
	task_start(&t, "hog", hold_up, 150);
	task_start(&u, "x", nap, &others[0]);
	task_start(&v, "y", nap, &others[1]);
	drive();
	assert_reported(2, (const char *const[]){"task 1 (hog) ran 150 ms without pausing, from tests/watch/test_debug.c:",
				   " hold_up to tests/watch/test_debug.c:", "task 2 (x) was ready for 150 ms before it ran", NULL});
}

static async work_and_start(struct task *next, const struct napper *napper)
{
	ASYNC();
	loop.clock_offset -= 150 * NS_PER_MS; /* as if it had worked for so long */
	task_start(next, "next", nap, napper);
	ASYNC_END;
}
ASYNC_ENTRY(work_and_start, struct task *, const struct napper *);

/* Who becomes ready when the work is done has not waited for it. */
static void L1_who_is_made_ready_after_work_is_ready_from_then_on(void **state)
{
	static const struct napper napper = {.name = "next"};
	struct task t = {0}, next = {0};

	(void)state;
	debug_mode.on = true;
	debug_mode.out = tmpfile();
	watch_open();
	task_start(&t, "hog", work_and_start, &next, &napper);
	drive();
	assert_reported(1, (const char *const[]){"task 1 (hog) ran 1", NULL});
}

static void the_threshold_can_be_set(void **state)
{
	struct task t = {0};

	(void)state;
	setenv("LOOP_SLOW_MS", "200", 1);
	setenv("LOOP_DEBUG", "1", 1);
	debug_open();
	unsetenv("LOOP_SLOW_MS");
	unsetenv("LOOP_DEBUG");
	task_start(&t, "hog", hold_up, 150);
	drive();
	debug_mode.slow = 100 * NS_PER_MS;
	assert_reported(0, (const char *const[]){NULL});
}

/* ---- waits that cannot end ---- */

static async wait_for_partner(struct task *other)
{
	ASYNC();
	AWAIT(task_await(other));
	ASYNC_END;
}
ASYNC_ENTRY(wait_for_partner, struct task *);

static void a_ring_is_told_when_it_closes(void **state)
{
	struct task a = {0}, b = {0}, c = {0}, sleeper = {0};
	struct napper alive = {.name = "alive", .ms = 1};

	(void)state;
	task_start(&a, "a", wait_for_partner, &b);
	task_start(&b, "b", wait_for_partner, &c);
	task_start(&c, "c", wait_for_partner, &a);
	task_start(&sleeper, "alive", nap, &alive);
	drive();
	assert_reported(1, (const char *const[]){"task 3 (c) waits for task 1 a", "in a ring of tasks", NULL});
	task_cancel(&a);
	drive();
}

static struct event never;

static async hope(void)
{
	ASYNC();
	AWAIT(event_wait(&never));
	ASYNC_END;
}
ASYNC_ENTRY(hope);

static void who_waits_for_nobody_is_told(void **state)
{
	struct task t = {0};

	(void)state;
	event_init(&never);
	task_start(&t, "hopeful", hope);
	drive();
	assert_reported(1, (const char *const[]){"task 1 (hopeful) waits for an event", "nobody is left", NULL});
	task_cancel(&t);
	drive();
}

/* ---- what was forgotten ---- */

static struct task never_run, too_late, failed, looked_at;
static struct io left_open;

static async forget(void)
{
	static const struct napper times_out = {.name = "t", .outcome = ASYNC_TIMEOUT};
	enum status err;
	int ends[2];

	ASYNC();
	task_start(&failed, "failed", nap, &times_out);
	task_start(&looked_at, "looked at", nap, &times_out);
	AWAIT(sleep_for(NS_PER_MS));
	AWAIT_CATCH(err, task_await(&looked_at));
	assert_int_equal(err, ASYNC_TIMEOUT);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(io_open(&left_open, ends[0]), 0);
	ASYNC_END;
}

/* Runs in the turn that is left when main has ended: what it creates is cancelled before its first step. */
static async begin_too_late(void)
{
	static const struct napper napper = {.name = "n"};

	ASYNC();
	task_start(&never_run, "never run", nap, &napper);
	ASYNC_END;
}
ASYNC_ENTRY(begin_too_late);

static async forget_and_end(void)
{
	ASYNC();
	AWAIT(forget());
	task_start(&too_late, "too late", begin_too_late);
	ASYNC_END;
}
ASYNC_ENTRY(forget_and_end);

static int forget_things(void)
{
	return (int)async_run(forget_and_end);
}

static void what_was_forgotten_is_reported_with_its_line(void **state)
{
	static const char *const words[] = {
		"task 5 (never run) was created at tests/watch/test_debug.c:", "has never run",
		"forgotten: error that nobody looked at: timeout, from tests/watch/test_debug.c:", " forget (1 time)",
		"forgotten: fd not closed, from tests/watch/test_debug.c:", NULL};
	struct child_end end;

	(void)state;
	in_child(forget_things, &end);
	for (int i = 0; words[i]; i++)
		if (!strstr(end.text, words[i]))
			fail_msg("no \"%s\" in: %s", words[i], end.text);
}

/* ---- the ledger itself ---- */

static void a_full_ledger_still_counts(void **state)
{
	static struct site sites[100];

	(void)state;
	for (int i = 0; i < 100; i++)
		ledger_add("thing", "", &sites[i], 0);
	ledger_remove("thing", "", &sites[5], 0);
	ledger_remove("thing", "", &sites[99], 0);
	assert_int_equal(ledger_close(NULL), 98);
	assert_int_equal(ledger_close(NULL), 0);
	ledger_remove("thing", "", &sites[5], 0); /* of an earlier run */
	assert_int_equal(ledger_close(NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(a_slow_step_is_named_with_both_ends),
		FRESH_REAL(L1_who_is_made_ready_after_work_is_ready_from_then_on),
		FRESH(the_threshold_can_be_set),
		FRESH(a_ring_is_told_when_it_closes),
		FRESH(who_waits_for_nobody_is_told),
		CLOSED(what_was_forgotten_is_reported_with_its_line),
		CLOSED(a_full_ledger_still_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
