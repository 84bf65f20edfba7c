/* test_cancel.c - cancelling as asyncio has it: a request that is delivered once, by an await, and may be
 * refused. Taking it back, and passing it on, are in test_cancel_passed.c. */
#include "coro/many/gather.h"
#include "tests/lib/support.h"

ASYNC_ENTRY(nap, const struct napper *);

/* Runs t, which has been started, to its end; it is cancelled at these times (ms; 0: not). */
static void drive_and_cancel(struct task *t, int at_1, int at_2)
{
	struct canceller c1, c2;

	if (at_1)
		cancel_at(&c1, t, at_1);
	if (at_2)
		cancel_at(&c2, t, at_2);
	drive();
	assert_int_equal(t->state, TASK_DONE);
}

/* ---- request and delivery ---- */

/* Rule 11: cancel only requests. */
static void a_cancel_is_delivered_by_the_await_and_not_by_the_call(void **state)
{
	struct napper f = {.name = "nap", .ms = 100};
	struct task t = {0};

	(void)state;
	task_start(&t, "nap", nap, &f);
	assert_true(loop_run_once());
	assert_true(task_cancel(&t));
	assert_said("");
	assert_int_equal(t.state, TASK_READY);
	assert_int_equal(t.cancelling, 1);
	drive();
	assert_said("nap!");
	assert_int_equal(t.result, ASYNC_CANCELLED);
	assert_int_equal(now_ms(), 0); /* nor does its timer come later */
	assert_false(task_cancel(&t));
	assert_int_equal(t.cancelling, 1);
}

/* Rule 12a. */
static void a_task_cancelled_before_its_first_step_never_runs(void **state)
{
	struct napper f = {.name = "nap"};
	struct task t = {0};

	(void)state;
	task_start(&t, "nap", nap, &f);
	assert_true(task_cancel(&t));
	drive();
	assert_said("");
	assert_null(t.root);
	assert_int_equal(t.result, ASYNC_CANCELLED);
}

static async wait_for_wake(struct wait *wait)
{
	static const struct wait_kind kind = {.what = "a test"};
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, task_suspend(wait, &kind));
	say("%s", status_name(err));
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(wait_for_wake, struct wait *);

/* Rule 12b: what it waited for has come, but it has not run yet. The cancel wins, and the result is lost. */
static void a_cancel_wins_over_a_result_that_was_not_taken(void **state)
{
	struct wait wait = {0};
	struct task t = {0};

	(void)state;
	task_start(&t, "t", wait_for_wake, &wait);
	assert_true(loop_run_once());
	task_wake(&wait);
	assert_true(task_cancel(&t));
	drive();
	assert_said("cancelled");
	assert_int_equal(t.result, ASYNC_CANCELLED);
}

/* The other way round: a wake after the cancel changes nothing. */
static void a_wake_after_the_cancel_does_not_count(void **state)
{
	struct wait wait = {0};
	struct task t = {0};

	(void)state;
	task_start(&t, "t", wait_for_wake, &wait);
	assert_true(loop_run_once());
	assert_true(task_cancel(&t));
	task_wake(&wait);
	assert_int_equal(loop.nready, 1);
	drive();
	assert_said("cancelled");
}

/* ---- one who cancels himself ---- */

static async cancel_oneself(void)
{
	enum status err;

	ASYNC();
	task_cancel(task_running);
	say("goes on");
	AWAIT_CATCH_ALL(err, sleep_for(NS_PER_S));
	say("%s", status_name(err));
	AWAIT(sleep_for(NS_PER_MS));
	say("once");
	ASYNC_END;
}
ASYNC_ENTRY(cancel_oneself);

static async cancel_oneself_and_yield(void)
{
	enum status err;

	ASYNC();
	task_cancel(task_running);
	AWAIT_CATCH_ALL(err, sleep_for(0));
	say("%s", status_name(err));
	ASYNC_END;
}
ASYNC_ENTRY(cancel_oneself_and_yield);

static async cancel_oneself_and_end(enum status outcome)
{
	ASYNC();
	task_cancel(task_running);
	ASYNC_RAISE(outcome);
	ASYNC_END;
}
ASYNC_ENTRY(cancel_oneself_and_end, enum status);

/* Rule 12c. */
static void who_cancels_himself_meets_it_at_his_next_await(void **state)
{
	struct task t = {0};

	(void)state;
	task_start(&t, "t", cancel_oneself);
	drive();
	assert_said("goes on cancelled once");
	assert_int_equal(t.result, ASYNC_OK);
	assert_int_equal(now_ms(), 1);
	task_start(&t, "t", cancel_oneself_and_yield);
	drive();
	assert_said("cancelled");
}

/* Rule 12c, second half: without another await he is cancelled and not done; but an error is stronger. */
static void who_cancels_himself_and_ends_is_cancelled(void **state)
{
	struct task t = {0};

	(void)state;
	task_start(&t, "t", cancel_oneself_and_end, ASYNC_OK);
	drive();
	assert_int_equal(t.result, ASYNC_CANCELLED);
	task_start(&t, "t", cancel_oneself_and_end, ASYNC_E_STATUS);
	drive();
	assert_int_equal(t.result, ASYNC_E_STATUS);
}

/* ---- cleanup ---- */

/* Rule 13. */
static void a_cancel_may_be_swallowed(void **state)
{
	struct napper f = {.name = "nap", .ms = 100, .swallows = true, .cleanup_ms = 7};
	struct task t = {0};

	(void)state;
	task_start(&t, "nap", nap, &f);
	drive_and_cancel(&t, 10, 0);
	assert_said("nap!");
	assert_int_equal(now_ms(), 17);
	assert_int_equal(t.result, ASYNC_OK);
	assert_int_equal(t.cancelling, 1);
}

/* Rule 14. */
static void a_second_cancel_hits_the_cleanup(void **state)
{
	struct napper f = {.name = "nap", .ms = 100, .cleanup_ms = 20};
	struct task t = {0};

	(void)state;
	task_start(&t, "nap", nap, &f);
	drive_and_cancel(&t, 10, 15);
	assert_said(""); /* its last words come behind the await that was hit */
	assert_int_equal(now_ms(), 15);
	assert_int_equal(t.result, ASYNC_CANCELLED);
	assert_int_equal(t.cancelling, 2);
}

/* Rule 13, second half. Were the cancel caught as well, there would be no `done` to look at. */
static async name_those_who_fail(const struct napper *f)
{
	static struct task_set set;
	static struct set_task tasks[2];
	enum status err;

	ASYNC(struct task *done);
	for (int i = 0; i < 2; i++)
		task_set_start(&set, &tasks[i], f[i].name, nap, &f[i]);
	while (task_set_left(&set)) {
		AWAIT_CATCH(err, as_completed(&set, &my->done));
		if (err)
			say("%s: %s", my->done->name, status_name(err));
	}
	ASYNC_END;
}
ASYNC_ENTRY(name_those_who_fail, const struct napper *);

static async have_them_named(const struct napper *f)
{
	ASYNC(struct task task);
	task_start(&my->task, "names", name_those_who_fail, f);
	AWAIT(sleep_for(20 * NS_PER_MS));
	task_cancel(&my->task);
	AWAIT(task_await(&my->task));
	ASYNC_END;
}
ASYNC_ENTRY(have_them_named, const struct napper *);

static void who_catches_errors_does_not_catch_a_cancel(void **state)
{
	static const struct napper f[] = {
		{.name = "quick", .ms = 10, .outcome = ASYNC_E_STATUS}, {.name = "slow", .ms = 100}};
	struct task t = {0};

	(void)state;
	task_start(&t, "t", have_them_named, f);
	drive();
	assert_said("quick quick: bad status slow");
	assert_int_equal(t.result, ASYNC_CANCELLED);
}

/* Two requests before the task could run are one cancellation (asyncio: one CancelledError). */
static void two_cancels_at_once_are_delivered_as_one(void **state)
{
	struct napper f = {.name = "nap", .ms = 100, .cleanup_ms = 20};
	struct task t = {0};

	(void)state;
	task_start(&t, "nap", nap, &f);
	drive_and_cancel(&t, 10, 10);
	assert_said("nap!");
	assert_int_equal(now_ms(), 30);
	assert_int_equal(t.cancelling, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(a_cancel_is_delivered_by_the_await_and_not_by_the_call),
		FRESH(a_task_cancelled_before_its_first_step_never_runs),
		FRESH(a_cancel_wins_over_a_result_that_was_not_taken),
		FRESH(a_wake_after_the_cancel_does_not_count),
		FRESH(who_cancels_himself_meets_it_at_his_next_await),
		FRESH(who_cancels_himself_and_ends_is_cancelled),
		FRESH(a_cancel_may_be_swallowed),
		FRESH(a_second_cancel_hits_the_cleanup),
		FRESH(who_catches_errors_does_not_catch_a_cancel),
		FRESH(two_cancels_at_once_are_delivered_as_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
