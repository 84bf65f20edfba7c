/* test_timeout.c - asyncio.timeout (rule 16): the block's cancellation becomes a timeout only if it was the
 * timeout's. */
#include "coro/run.h"
#include "coro/timeout.h"
#include "tests/support.h"

ASYNC_TASK(nap);

struct timed {
	struct coro coro;
	struct timeout timeout;
	struct napper nap; /* in: what the block does */
	int limit_ms;      /* in */
	enum status then;  /* in: what the block raises when its nap was cancelled */
	enum status err;
};

static async nap_with_limit(struct timed *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(timeout_enter(&self->timeout, self->limit_ms * NS_PER_MS)) {
		AWAIT_CATCH(self->err, nap(&self->nap));
		if (self->err)
			ASYNC_RAISE(self->then);
	} ASYNC_EXIT(timeout_exit(&self->timeout, ASYNC_RAISED));
	say("in time");
	ASYNC_END;
}
ASYNC_TASK(nap_with_limit);

struct limit_case {
	const char *what;
	int limit_ms, nap_ms, cleanup_ms;
	enum status then;
	int cancel_ms; /* somebody else does, then; 0: nobody */
	enum status result;
	int end_ms;
	bool expired;
	int cancelling; /* requests that are left: those of others */
	const char *said;
};

static const struct limit_case limit_cases[] = {
	{"in time", 20, 10, 0, ASYNC_CANCELLED, 0, ASYNC_OK, 10, false, 0, "n in time"},
	{"too late", 20, 30, 0, ASYNC_CANCELLED, 0, ASYNC_TIMEOUT, 20, true, 0, "n!"},
	{"cleanup takes its time", 20, 30, 7, ASYNC_CANCELLED, 0, ASYNC_TIMEOUT, 27, true, 0, "n!"},
	{"at the very deadline", 20, 20, 0, ASYNC_CANCELLED, 0, ASYNC_TIMEOUT, 20, true, 0, "n!"},
	{"swallowed", 20, 30, 0, ASYNC_OK, 0, ASYNC_OK, 20, true, 0, "n!"},
	{"became another error", 20, 30, 0, ASYNC_E_STATUS, 0, ASYNC_E_STATUS, 20, true, 0, "n!"},
	{"cancelled by another", 20, 30, 0, ASYNC_CANCELLED, 5, ASYNC_CANCELLED, 5, false, 1, "n!"},
	{"both at once", 20, 30, 0, ASYNC_CANCELLED, 20, ASYNC_CANCELLED, 20, true, 1, "n!"},
	{"cancelled in the cleanup", 20, 30, 7, ASYNC_CANCELLED, 23, ASYNC_CANCELLED, 23, true, 1, ""},
	{"no time at all", 0, 10, 0, ASYNC_CANCELLED, 0, ASYNC_TIMEOUT, 0, true, 0, "n!"},
	{"less than none", -5, 10, 0, ASYNC_CANCELLED, 0, ASYNC_TIMEOUT, 0, true, 0, "n!"},
};

static void run_case(const struct limit_case *c)
{
	struct timed f = {.limit_ms = c->limit_ms, .then = c->then};
	struct canceller canceller;
	struct task t;
	int begin = now_ms();

	f.nap = (struct napper){.name = "n", .ms = c->nap_ms, .cleanup_ms = c->cleanup_ms};
	task_create(&t, nap_with_limit, &f, "timed");
	if (c->cancel_ms)
		cancel_at(&canceller, &t, begin + c->cancel_ms);
	while (t.state != TASK_DONE)
		assert_true(loop_run_once());
	assert_int_equal(loop.timers.count, 0); /* at once, not when they are due */
	if (t.result != c->result || now_ms() - begin != c->end_ms)
		fail_msg("%s: %s at %d ms", c->what, status_name(t.result), now_ms() - begin);
	assert_int_equal(f.timeout.expired, c->expired);
	assert_int_equal(t.cancelling, c->cancelling);
	assert_said(c->said);
}

/* "Swallowed": the block goes on to its end and no error is left, but `expired` tells. The `then` of
 * ASYNC_OK is a return from the coroutine, so "in time" is not said either. */
static void only_its_own_cancel_becomes_a_timeout(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof limit_cases / sizeof limit_cases[0]; i++)
		run_case(&limit_cases[i]);
}

/* ---- a block that does not pause ---- */

static async do_not_pause(struct timed *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(timeout_enter_at(&self->timeout, 0)) {
		say("ran");
	} ASYNC_EXIT(timeout_exit(&self->timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_TASK(do_not_pause);

static void a_block_that_does_not_pause_is_never_late(void **state)
{
	struct timed f = {.limit_ms = 0};

	(void)state;
	assert_int_equal(run(do_not_pause, &f), ASYNC_OK);
	assert_said("ran");
	assert_false(f.timeout.expired);
}

/* ---- one that was cancelled before, and went on ---- */

struct survivor {
	struct coro coro;
	struct sleep sleep;
	struct timed timed;
	enum status err;
};

static async survive_and_try(struct survivor *self)
{
	ASYNC_BEGIN(self);
	AWAIT_CATCH(self->err, sleep_for(&self->sleep, NS_PER_S));
	say("%s", status_name(self->err));
	AWAIT(nap_with_limit(&self->timed));
	ASYNC_END;
}
ASYNC_TASK(survive_and_try);

static void an_old_cancel_does_not_spoil_a_new_timeout(void **state)
{
	struct survivor f = {.timed = {.limit_ms = 20, .then = ASYNC_CANCELLED}};
	struct canceller canceller;
	struct task t;

	(void)state;
	f.timed.nap = (struct napper){.name = "n", .ms = 30};
	task_create(&t, survive_and_try, &f, "survivor");
	cancel_at(&canceller, &t, 10);
	drive();
	assert_said("cancelled n!");
	assert_int_equal(t.result, ASYNC_TIMEOUT);
	assert_int_equal(now_ms(), 30);
	assert_int_equal(t.cancelling, 1);
}

/* ---- nesting ---- */

struct nested {
	struct coro coro;
	struct timeout outer;
	struct timed inner;
	int outer_ms;
};

static async nest(struct nested *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(timeout_enter(&self->outer, self->outer_ms * NS_PER_MS)) {
		AWAIT(nap_with_limit(&self->inner));
	} ASYNC_EXIT(timeout_exit(&self->outer, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_TASK(nest);

static void check_nested(int outer_ms, int inner_ms, bool outer_expires, bool inner_expires)
{
	struct nested f = {.outer_ms = outer_ms, .inner = {.limit_ms = inner_ms, .then = ASYNC_CANCELLED}};
	struct task t;
	int begin = now_ms();

	f.inner.nap = (struct napper){.name = "n", .ms = 50};
	task_create(&t, nest, &f, "nested");
	while (t.state != TASK_DONE)
		assert_true(loop_run_once());
	assert_int_equal(t.result, outer_expires || inner_expires ? ASYNC_TIMEOUT : ASYNC_OK);
	assert_int_equal(now_ms() - begin, outer_ms < inner_ms ? outer_ms : inner_ms < 50 ? inner_ms : 50);
	assert_int_equal(f.outer.expired, outer_expires);
	assert_int_equal(f.inner.timeout.expired, inner_expires);
	assert_int_equal(t.cancelling, 0);
	assert_int_equal(loop.timers.count, 0);
}

static void of_nested_ones_the_one_that_expired_reports(void **state)
{
	(void)state;
	check_nested(90, 80, false, false);
	assert_said("n in time");
	check_nested(30, 10, false, true);
	check_nested(10, 30, true, false);
	check_nested(20, 20, true, true);
	assert_said("n! n! n!");
}

struct two_limits {
	struct coro coro;
	struct timeout outer;
	struct timed inner;
	enum status err;
};

static async catch_the_inner_one(struct two_limits *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(timeout_enter_at(&self->outer, 30 * NS_PER_MS)) {
		AWAIT_CATCH(self->err, nap_with_limit(&self->inner));
		say("%s@%d", status_name(self->err), now_ms());
		self->inner.limit_ms = 90;
		AWAIT_CATCH(self->err, nap_with_limit(&self->inner));
		say("%s@%d", status_name(self->err), now_ms());
		ASYNC_RAISE(self->err);
	} ASYNC_EXIT(timeout_exit(&self->outer, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_TASK(catch_the_inner_one);

/* Inside, the outer one's expiry is still a cancellation: it becomes a timeout where its own block ends. */
static void who_catches_the_inner_timeout_still_meets_the_outer(void **state)
{
	struct two_limits f = {.inner = {.limit_ms = 10, .then = ASYNC_CANCELLED}};

	(void)state;
	f.inner.nap = (struct napper){.name = "n", .ms = 60};
	assert_int_equal(run(catch_the_inner_one, &f), ASYNC_TIMEOUT);
	assert_said("n! timeout@10 n! cancelled@30");
}

/* ---- a block that waits for a task ---- */

struct boss {
	struct coro coro;
	struct timeout timeout;
	struct task_wait wait;
	struct task *task;
};

static async await_with_limit(struct boss *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(timeout_enter(&self->timeout, 10 * NS_PER_MS)) {
		AWAIT(task_await(&self->wait, self->task));
	} ASYNC_EXIT(timeout_exit(&self->timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_TASK(await_with_limit);

/* As asyncio's wait_for (rule 17): the task is cancelled too, and its cleanup is waited for. */
static void an_awaited_task_is_cancelled_and_its_cleanup_waited_for(void **state)
{
	struct napper f = {.name = "n", .ms = 100, .cleanup_ms = 5};
	struct task t;
	struct boss b = {.task = &t};

	(void)state;
	task_create(&t, nap, &f, "napper");
	assert_int_equal(run(await_with_limit, &b), ASYNC_TIMEOUT);
	assert_int_equal(t.result, ASYNC_CANCELLED);
	assert_int_equal(now_ms(), 15);
	assert_said("n!");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(only_its_own_cancel_becomes_a_timeout),
		FRESH(a_block_that_does_not_pause_is_never_late),
		FRESH(an_old_cancel_does_not_spoil_a_new_timeout),
		FRESH(of_nested_ones_the_one_that_expired_reports),
		FRESH(who_catches_the_inner_timeout_still_meets_the_outer),
		FRESH(an_awaited_task_is_cancelled_and_its_cleanup_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
