/* test_cancel_passed.c - a cancel that is taken back (rule 15), and one that is passed on to what is
 * awaited. */
#include "coro/watch/debug.h"
#include "tests/lib/support.h"

ASYNC_ENTRY(nap, const struct napper *);

/* ---- taking it back ---- */

static async wait_for_wake(void)
{
	static const struct wait_kind kind = {.what = "a test"};
	enum status err;

	ASYNC(struct wait wait);
	AWAIT_CATCH_ALL(err, task_suspend(&my->wait, &kind));
	say("%s", status_name(err));
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(wait_for_wake);

static void uncancel_lowers_the_count_and_drops_what_is_not_delivered(void **state)
{
	struct napper f = {.name = "nap", .ms = 5};
	struct task t = {0};

	(void)state;
	task_start(&t, "nap", nap, &f);
	assert_int_equal(task_uncancel(&t), 0);
	task_cancel(&t);
	task_cancel(&t);
	assert_int_equal(task_uncancel(&t), 1);
	assert_int_equal(task_uncancel(&t), 0);
	assert_int_equal(task_uncancel(&t), 0);
	drive();
	assert_said("nap");
	assert_int_equal(t.result, ASYNC_OK);
}

/* A wait that was ended stays ended: else it would seem that what it waited for had come. */
static void uncancel_does_not_bring_back_a_wait_that_was_ended(void **state)
{
	struct task t = {0};

	(void)state;
	task_start(&t, "t", wait_for_wake);
	assert_true(loop_run_once());
	assert_true(task_cancel(&t));
	assert_int_equal(task_uncancel(&t), 0);
	drive();
	assert_said("cancelled");
}

/* ---- one who waits for another ---- */

static async await_other(struct task *other)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, task_await(other));
	assert_true(list_empty(&other->watchers)); /* it tells nobody more: the frame of that wait is gone */
	say("%s@%d", status_name(err), now_ms());
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(await_other, struct task *);

/* Starts t, which awaits the other one and is cancelled at 10 ms. */
static void await_and_cancel(struct task *t, struct task *other)
{
	struct canceller canceller;

	task_start(t, "awaiter", await_other, other);
	cancel_at(&canceller, t, 10);
	drive();
	assert_int_equal(t->state, TASK_DONE);
}

static void a_cancel_is_passed_on_to_the_awaited_task(void **state)
{
	struct napper inner = {.name = "inner", .ms = 100, .cleanup_ms = 20};
	struct task t = {0}, t_inner = {0};

	(void)state;
	task_start(&t_inner, "inner", nap, &inner);
	await_and_cancel(&t, &t_inner);
	assert_said("inner! cancelled@30"); /* it waits until the other one's cleanup is done */
	assert_int_equal(t_inner.cancelling, 1);
	assert_int_equal(t.result, ASYNC_CANCELLED);
}

/* So it is in asyncio: the awaited task has refused, and so its awaiter knows of nothing. */
static void a_cancel_the_awaited_task_swallows_is_swallowed_for_both(void **state)
{
	struct napper inner = {.name = "inner", .ms = 100, .swallows = true};
	struct task t = {0}, t_inner = {0};

	(void)state;
	task_start(&t_inner, "inner", nap, &inner);
	await_and_cancel(&t, &t_inner);
	assert_said("inner! ok@10");
	assert_int_equal(t.result, ASYNC_OK);
	assert_int_equal(t.cancelling, 1);
}

/* Each waits for the other. asyncio ends in a RecursionError; here the one who was cancelled ends his
 * wait. */
static void tasks_that_wait_for_each_other_can_be_cancelled(void **state)
{
	struct task t = {0}, t_other = {0};

	(void)state;
	debug_mode.on = false; /* which tells of the ring */
	task_start(&t_other, "other", await_other, &t);
	await_and_cancel(&t, &t_other);
	assert_int_equal(t.result, ASYNC_CANCELLED);
	assert_int_equal(t_other.result, ASYNC_CANCELLED);
	assert_said("cancelled@10 cancelled@10");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(uncancel_lowers_the_count_and_drops_what_is_not_delivered),
		FRESH(uncancel_does_not_bring_back_a_wait_that_was_ended),
		FRESH(a_cancel_is_passed_on_to_the_awaited_task),
		FRESH(a_cancel_the_awaited_task_swallows_is_swallowed_for_both),
		FRESH(tasks_that_wait_for_each_other_can_be_cancelled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
