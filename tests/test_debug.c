/* test_debug.c - LOOP_DEBUG=1: who holds the supervisor up, who waits in vain, and what was forgotten. */
#include "coro/debug.h"
#include "coro/gather.h"
#include "coro/io.h"
#include "coro/ledger.h"
#include "coro/run.h"
#include "coro/sync.h"
#include "tests/support.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

ASYNC_TASK(nap);

/* The reports so far: each of the words must stand in them, and so many lines. */
static void assert_reported(int count, const char *const words[])
{
	const char *text = reports();
	int found = 0;

	debug.on = false;
	for (const char *c = text; *c; c++)
		found += *c == '\n';
	for (int i = 0; words[i]; i++)
		if (!strstr(text, words[i]))
			fail_msg("no \"%s\" in: %s", words[i], text);
	if (found != count)
		fail_msg("%d lines, not %d: %s", found, count, text);
}

/* ---- slow steps ---- */

struct hog {
	struct coro coro;
	struct sleep sleep;
	int ms;
};

static async hold_up(struct hog *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_for(&self->sleep, NS_PER_MS));
	clock_spend(self->ms * NS_PER_MS);
	AWAIT(sleep_for(&self->sleep, NS_PER_MS));
	ASYNC_END;
}
ASYNC_TASK(hold_up);

static void a_slow_step_is_named_with_both_ends(void **state)
{
	struct hog hog = {.ms = 150};
	struct napper others[2] = {{.name = "x", .ms = 1}, {.name = "y", .ms = 1}};
	struct task t, u, v;

	(void)state;
	task_create(&t, hold_up, &hog, "hog");
	task_create(&u, nap, &others[0], "x");
	task_create(&v, nap, &others[1], "y");
	drive();
	assert_reported(2, (const char *const[]){"task 1 (hog) ran 150 ms without pausing, from tests/test_debug.c:",
				   " hold_up to tests/test_debug.c:", "task 2 (x) was ready for 150 ms before it ran", NULL});
}

static void the_threshold_can_be_set(void **state)
{
	struct hog hog = {.ms = 150};
	struct task t;

	(void)state;
	setenv("LOOP_SLOW_MS", "200", 1);
	setenv("LOOP_DEBUG", "1", 1);
	debug_open();
	unsetenv("LOOP_SLOW_MS");
	unsetenv("LOOP_DEBUG");
	task_create(&t, hold_up, &hog, "hog");
	drive();
	debug.slow = 100 * NS_PER_MS;
	assert_reported(0, (const char *const[]){NULL});
}

/* ---- waits that cannot end ---- */

struct partner {
	struct coro coro;
	struct task_wait wait;
	struct task *other;
};

static async wait_for_partner(struct partner *self)
{
	ASYNC_BEGIN(self);
	AWAIT(task_await(&self->wait, self->other));
	ASYNC_END;
}
ASYNC_TASK(wait_for_partner);

static void a_ring_is_told_when_it_closes(void **state)
{
	struct task a, b, c, sleeper;
	struct partner fa = {.other = &b}, fb = {.other = &c}, fc = {.other = &a};
	struct napper alive = {.name = "alive", .ms = 1};

	(void)state;
	task_create(&a, wait_for_partner, &fa, "a");
	task_create(&b, wait_for_partner, &fb, "b");
	task_create(&c, wait_for_partner, &fc, "c");
	task_create(&sleeper, nap, &alive, "alive");
	drive();
	assert_reported(1, (const char *const[]){"task 3 (c) waits for task 1 a", "in a ring of tasks", NULL});
	task_cancel(&a);
	drive();
}

static struct event never;

struct hopeful {
	struct coro coro;
	struct in_line wait;
};

static async hope(struct hopeful *self)
{
	ASYNC_BEGIN(self);
	AWAIT(event_wait(&self->wait, &never));
	ASYNC_END;
}
ASYNC_TASK(hope);

static void who_waits_for_nobody_is_told(void **state)
{
	struct hopeful f = {0};
	struct task t;

	(void)state;
	event_init(&never);
	task_create(&t, hope, &f, "hopeful");
	drive();
	assert_reported(1, (const char *const[]){"task 1 (hopeful) waits for an event", "nobody is left", NULL});
	task_cancel(&t);
	drive();
}

/* ---- what was forgotten ---- */

struct careless {
	struct coro coro;
	struct task never_run, too_late, failed, looked_at;
	struct napper nappers[3];
	struct sleep sleep;
	struct task_wait wait;
	struct io io;
	enum status err;
	int ends[2];
};

static struct careless careless;

static async forget(struct careless *self)
{
	ASYNC_BEGIN(self);
	task_create(&careless.failed, nap, &self->nappers[0], "failed");
	task_create(&careless.looked_at, nap, &self->nappers[1], "looked at");
	AWAIT(sleep_for(&self->sleep, NS_PER_MS));
	AWAIT_CATCH(self->err, task_await(&self->wait, &self->looked_at));
	assert_int_equal(pipe(self->ends), 0);
	assert_int_equal(io_open(&self->io, self->ends[0]), 0);
	ASYNC_END;
}

struct elsewhere { /* its frame is not that of the tasks, which may so outlive it */
	struct coro coro;
};

/* Runs in the turn that is left when main has ended: what it creates is cancelled before its first step. */
static async begin_too_late(struct elsewhere *self)
{
	ASYNC_BEGIN(self);
	task_create(&careless.never_run, nap, &careless.nappers[2], "never run");
	ASYNC_END;
}
ASYNC_TASK(begin_too_late);

static struct elsewhere too_late;

static async forget_elsewhere(struct elsewhere *self)
{
	ASYNC_BEGIN(self);
	AWAIT(forget(&careless));
	task_create(&careless.too_late, begin_too_late, &too_late, "too late");
	ASYNC_END;
}
ASYNC_TASK(forget_elsewhere);

static int forget_things(void)
{
	struct elsewhere frame = {{0}};

	careless.nappers[0] = (struct napper){.name = "f", .outcome = ASYNC_TIMEOUT};
	careless.nappers[1] = (struct napper){.name = "l", .outcome = ASYNC_TIMEOUT};
	careless.nappers[2] = (struct napper){.name = "n"};
	return run(forget_elsewhere, &frame);
}

static void what_was_forgotten_is_reported_with_its_line(void **state)
{
	static const char *const words[] = {
		"task 5 (never run) was created at tests/test_debug.c:", "has never run",
		"forgotten: error that nobody looked at: timeout, from tests/test_debug.c:", " forget (1 time)",
		"forgotten: fd not closed, from tests/test_debug.c:", NULL};
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
		ledger_add("thing", "", &sites[i]);
	ledger_remove("thing", "", &sites[5]);
	ledger_remove("thing", "", &sites[99]);
	assert_int_equal(ledger_close(NULL), 98);
	assert_int_equal(ledger_close(NULL), 0);
	ledger_remove("thing", "", &sites[5]); /* of an earlier run */
	assert_int_equal(ledger_close(NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(a_slow_step_is_named_with_both_ends),
		FRESH(the_threshold_can_be_set),
		FRESH(a_ring_is_told_when_it_closes),
		FRESH(who_waits_for_nobody_is_told),
		CLOSED(what_was_forgotten_is_reported_with_its_line),
		CLOSED(a_full_ledger_still_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
