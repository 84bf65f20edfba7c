/* test_timeout.c - asyncio.timeout (rule 16): the block's cancellation becomes a timeout only if it was the
 * timeout's. */
#include "coro/run.h"
#include "coro/timeout.h"
#include "tests/lib/support.h"

ASYNC_ENTRY(nap, const struct napper *);

struct limit { /* a block's, at which the test looks afterwards */
	struct timeout timeout;
	int ms; /* in */
};

/* then: what the block raises when its nap was cancelled. */
static async nap_with_limit(struct limit *limit, const struct napper *napper, enum status then)
{
	enum status err;

	ASYNC();
	ASYNC_WITH(timeout_enter(&limit->timeout, limit->ms * NS_PER_MS)) {
		AWAIT_CATCH_ALL(err, nap(napper));
		if (err)
			ASYNC_RAISE(then);
	} ASYNC_EXIT(timeout_exit(&limit->timeout, ASYNC_RAISED));
	say("in time");
	ASYNC_END;
}
ASYNC_ENTRY(nap_with_limit, struct limit *, const struct napper *, enum status);

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
	struct napper napper = {.name = "n", .ms = c->nap_ms, .cleanup_ms = c->cleanup_ms};
	struct limit limit = {.ms = c->limit_ms};
	struct canceller canceller;
	struct task t = {0};
	int begin = now_ms();

	task_start(&t, "timed", nap_with_limit, &limit, &napper, c->then);
	if (c->cancel_ms)
		cancel_at(&canceller, &t, begin + c->cancel_ms);
	while (t.state != TASK_DONE)
		assert_true(loop_run_once());
	assert_int_equal(loop.timers.count, 0); /* at once, not when they are due */
	if (t.result != c->result || now_ms() - begin != c->end_ms)
		fail_msg("%s: %s at %d ms", c->what, status_name(t.result), now_ms() - begin);
	assert_int_equal(limit.timeout.expired, c->expired);
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

static async do_not_pause(struct timeout *timeout)
{
	ASYNC();
	ASYNC_WITH(timeout_enter_at(timeout, 0)) {
		say("ran");
	} ASYNC_EXIT(timeout_exit(timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(do_not_pause, struct timeout *);

static void a_block_that_does_not_pause_is_never_late(void **state)
{
	struct timeout timeout;

	(void)state;
	assert_int_equal(async_run(do_not_pause, &timeout), ASYNC_OK);
	assert_said("ran");
	assert_false(timeout.expired);
}

/* ---- L1: no time at all ---- */

static async pause_twice(void)
{
	ASYNC(struct timeout timeout);
	ASYNC_WITH(timeout_enter(&my->timeout, -NS_PER_MS)) {
		say("begins");
		AWAIT(sleep_for(0));
		say("goes on");
		AWAIT(sleep_for(0));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(pause_twice);

static void L1_a_block_without_time_ends_at_its_first_pause(void **state)
{
	(void)state;
	assert_int_equal(async_run(pause_twice), ASYNC_TIMEOUT);
	assert_said("begins");
}

/* ---- one that was cancelled before, and went on ---- */

static async survive_and_try(struct limit *limit, const struct napper *napper)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, sleep_for(NS_PER_S));
	say("%s", status_name(err));
	AWAIT(nap_with_limit(limit, napper, ASYNC_CANCELLED));
	ASYNC_END;
}
ASYNC_ENTRY(survive_and_try, struct limit *, const struct napper *);

static void an_old_cancel_does_not_spoil_a_new_timeout(void **state)
{
	struct napper napper = {.name = "n", .ms = 30};
	struct limit limit = {.ms = 20};
	struct canceller canceller;
	struct task t = {0};

	(void)state;
	task_start(&t, "survivor", survive_and_try, &limit, &napper);
	cancel_at(&canceller, &t, 10);
	drive();
	assert_said("cancelled n!");
	assert_int_equal(t.result, ASYNC_TIMEOUT);
	assert_int_equal(now_ms(), 30);
	assert_int_equal(t.cancelling, 1);
}

/* ---- nesting ---- */

static async nest(struct limit *outer, struct limit *inner, const struct napper *napper)
{
	ASYNC();
	ASYNC_WITH(timeout_enter(&outer->timeout, outer->ms * NS_PER_MS)) {
		AWAIT(nap_with_limit(inner, napper, ASYNC_CANCELLED));
	} ASYNC_EXIT(timeout_exit(&outer->timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(nest, struct limit *, struct limit *, const struct napper *);

static void check_nested(int outer_ms, int inner_ms, bool outer_expires, bool inner_expires)
{
	struct napper napper = {.name = "n", .ms = 50};
	struct limit outer = {.ms = outer_ms}, inner = {.ms = inner_ms};
	struct task t = {0};
	int begin = now_ms();

	task_start(&t, "nested", nest, &outer, &inner, &napper);
	while (t.state != TASK_DONE)
		assert_true(loop_run_once());
	assert_int_equal(t.result, outer_expires || inner_expires ? ASYNC_TIMEOUT : ASYNC_OK);
	assert_int_equal(now_ms() - begin, outer_ms < inner_ms ? outer_ms : inner_ms < 50 ? inner_ms : 50);
	assert_int_equal(outer.timeout.expired, outer_expires);
	assert_int_equal(inner.timeout.expired, inner_expires);
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

static async catch_the_inner_one(const struct napper *napper)
{
	enum status err;

	ASYNC(struct timeout outer; struct limit inner);
	ASYNC_WITH(timeout_enter_at(&my->outer, 30 * NS_PER_MS)) {
		my->inner.ms = 10;
		AWAIT_CATCH_ALL(err, nap_with_limit(&my->inner, napper, ASYNC_CANCELLED));
		say("%s@%d", status_name(err), now_ms());
		my->inner.ms = 90;
		AWAIT_CATCH_ALL(err, nap_with_limit(&my->inner, napper, ASYNC_CANCELLED));
		say("%s@%d", status_name(err), now_ms());
		ASYNC_RAISE(err);
	} ASYNC_EXIT(timeout_exit(&my->outer, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(catch_the_inner_one, const struct napper *);

/* Inside, the outer one's expiry is still a cancellation: it becomes a timeout where its own block ends. */
static void who_catches_the_inner_timeout_still_meets_the_outer(void **state)
{
	struct napper napper = {.name = "n", .ms = 60};

	(void)state;
	assert_int_equal(async_run(catch_the_inner_one, &napper), ASYNC_TIMEOUT);
	assert_said("n! timeout@10 n! cancelled@30");
}

/* ---- a block that waits for a task ---- */

static async await_with_limit(struct task *task)
{
	ASYNC(struct timeout timeout);
	ASYNC_WITH(timeout_enter(&my->timeout, 10 * NS_PER_MS)) {
		AWAIT(task_await(task));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(await_with_limit, struct task *);

/* As asyncio's wait_for (rule 17): the task is cancelled too, and its cleanup is waited for. */
static void an_awaited_task_is_cancelled_and_its_cleanup_waited_for(void **state)
{
	struct napper f = {.name = "n", .ms = 100, .cleanup_ms = 5};
	struct task t = {0};

	(void)state;
	task_start(&t, "napper", nap, &f);
	assert_int_equal(async_run(await_with_limit, &t), ASYNC_TIMEOUT);
	assert_int_equal(t.result, ASYNC_CANCELLED);
	assert_int_equal(now_ms(), 15);
	assert_said("n!");
}

/* ---- another deadline ---- */

static async reschedule(struct timeout *timeout, int64_t first, int64_t second, int ms)
{
	ASYNC();
	ASYNC_WITH(timeout_enter_at(timeout, first)) {
		assert_int_equal(timeout_reschedule(timeout, second), ASYNC_OK);
		AWAIT(sleep_for(ms * NS_PER_MS));
	} ASYNC_EXIT(timeout_exit(timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(reschedule, struct timeout *, int64_t, int64_t, int);

/* The first deadline counts no more, also if it has passed already. */
static void the_latest_deadline_counts(void **state)
{
	static const struct {
		int64_t first, second;
		int end;
		enum status result;
	} cases[] = {{10, 30, 20, ASYNC_OK}, {10, 15, 15, ASYNC_TIMEOUT}, {0, 15, 15, ASYNC_TIMEOUT}, {10, 0, 0, ASYNC_TIMEOUT},
		{0, INT64_MAX / NS_PER_MS, 20, ASYNC_OK}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t start = loop.now;
		struct timeout timeout;
		struct task t = {0};

		task_start(&t, "reschedule", reschedule, &timeout, start + cases[i].first * NS_PER_MS,
			cases[i].second > 1000 ? TIMEOUT_NEVER : start + cases[i].second * NS_PER_MS, 20);
		drive();
		assert_int_equal(task_result(&t), cases[i].result);
		assert_int_equal((loop.now - start) / NS_PER_MS, cases[i].end);
	}
}

static void outside_of_its_block_it_cannot_be_rescheduled(void **state)
{
	struct timeout timeout = {0};
	struct task t = {0};

	(void)state;
	assert_int_equal(timeout_reschedule(&timeout, 0), ASYNC_E_INVALID);
	task_start(&t, "reschedule", reschedule, &timeout, (int64_t)0, TIMEOUT_NEVER, 0);
	drive();
	assert_int_equal(t.result, ASYNC_OK);
	assert_int_equal(timeout_reschedule(&timeout, 0), ASYNC_E_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(only_its_own_cancel_becomes_a_timeout),
		FRESH(a_block_that_does_not_pause_is_never_late),
		FRESH(L1_a_block_without_time_ends_at_its_first_pause),
		FRESH(an_old_cancel_does_not_spoil_a_new_timeout),
		FRESH(of_nested_ones_the_one_that_expired_reports),
		FRESH(who_catches_the_inner_timeout_still_meets_the_outer),
		FRESH(an_awaited_task_is_cancelled_and_its_cleanup_waited_for),
		FRESH(the_latest_deadline_counts),
		FRESH(outside_of_its_block_it_cannot_be_rescheduled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
