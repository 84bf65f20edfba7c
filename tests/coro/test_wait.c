/* test_wait.c - wait and as_completed, as asyncio has them (rules 19 and 20). */
#include "coro/timeout.h"
#include "coro/watch/debug.h"
#include "tests/lib/team.h"

/* ---- wait ---- */

static async wait_for_team(struct collector *self)
{
	enum status err;

	ASYNC();
	AWAIT(sleep_for(self->first_ms * NS_PER_MS));
	collect(self);
	AWAIT_CATCH_ALL(err, task_set_wait(&self->set, self->mode, self->limit_ms * NS_PER_MS));
	say("%s@%d:%u+%u", status_name(err), now_ms(), self->set.ndone, self->set.nrunning);
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(wait_for_team, struct collector *);

struct wait_case {
	enum wait_mode mode;
	int first_ms, limit_ms; /* -1: no limit */
	int cancel_ms;          /* of task 1; 0: not */
	const char *said;       /* outcome@time:done+running */
};

/* Three tasks: 0 ends well at 10 ms, 1 with an error at 20, 2 well at 30. */
static const struct wait_case wait_cases[] = {
	{WAIT_ALL, 0, -1, 0, "0 1 2 ok@30:3+0"},
	{WAIT_FIRST_COMPLETED, 0, -1, 0, "0 ok@10:1+2 1 2"},
	{WAIT_FIRST_ERROR, 0, -1, 0, "0 1 ok@20:2+1 2"},
	/* A cancelled task is no error. */
	{WAIT_FIRST_ERROR, 0, -1, 5, "1! 0 2 ok@30:3+0"},
	{WAIT_FIRST_COMPLETED, 0, -1, 5, "1! ok@5:1+2 0 2"},
	/* The end of the time is no error either, and cancels nobody. */
	{WAIT_ALL, 0, 25, 0, "0 1 ok@25:2+1 2"},
	{WAIT_FIRST_COMPLETED, 0, 5, 0, "ok@5:0+3 0 1 2"},
	{WAIT_FIRST_ERROR, 0, 0, 0, "ok@0:0+3 0 1 2"},
	{WAIT_ALL, 0, 99, 0, "0 1 2 ok@30:3+0"},
	/* What has ended before the wait counts. */
	{WAIT_FIRST_COMPLETED, 15, -1, 0, "0 ok@15:1+2 1 2"},
	{WAIT_FIRST_ERROR, 25, 50, 0, "0 1 ok@25:2+1 2"},
	{WAIT_ALL, 35, -1, 0, "0 1 2 ok@35:3+0"},
};

static void wait_ends_when_its_mode_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof wait_cases / sizeof wait_cases[0]; i++) {
		const struct wait_case *w = &wait_cases[i];
		struct collector c = {.mode = w->mode, .first_ms = w->first_ms, .limit_ms = w->limit_ms};
		struct canceller canceller;
		struct task t = {0};

		loop.now = 0;
		start(0, 10, ASYNC_OK);
		start(1, 20, ASYNC_E_STATUS);
		start(2, 30, ASYNC_OK);
		if (w->cancel_ms)
			cancel_at(&canceller, &tasks[1], w->cancel_ms);
		task_start(&t, "waits", wait_for_team, &c);
		while (t.state != TASK_DONE)
			assert_true(loop_run_once());
		assert_int_equal(loop.timers.count, c.set.nrunning); /* its own timer is gone */
		assert_null(c.set.wait.task);                        /* and no end wakes it any more */
		drive();
		assert_said(w->said);
	}
}

static void waiting_for_nobody_is_an_error(void **state)
{
	struct collector c = {.limit_ms = -1};

	(void)state;
	assert_int_equal(async_run(wait_for_team, &c), ASYNC_E_INVALID);
	assert_said("invalid request@0:0+0");
}

static void a_cancelled_wait_cancels_nobody_else(void **state)
{
	struct collector c = {.limit_ms = 50};
	struct canceller canceller;
	struct task t = {0};

	(void)state;
	start(0, 10, ASYNC_OK);
	start(1, 20, ASYNC_OK);
	task_start(&t, "waits", wait_for_team, &c);
	cancel_at(&canceller, &t, 15);
	drive();
	assert_said("0 cancelled@15:1+1 1");
	assert_int_equal(now_ms(), 20);
}

/* Waits until each error is dealt with. Every wait has to pause, or to find something new. */
static async wait_and_take(struct collector *self)
{
	ASYNC(int waits);
	collect(self);
	while (task_set_left(&self->set)) {
		AWAIT(task_set_wait(&self->set, WAIT_FIRST_ERROR, -1));
		say("@%d", now_ms());
		while ((self->done = task_set_take(&self->set)))
			say("took %s", self->done->name);
		if (++my->waits > 10)
			ASYNC_RAISE(ASYNC_E_STUCK);
	}
	ASYNC_END;
}
ASYNC_ENTRY(wait_and_take, struct collector *);

static void a_loop_of_waits_goes_from_error_to_error(void **state)
{
	struct collector c = {0};

	(void)state;
	start(0, 10, ASYNC_E_STATUS);
	start(1, 20, ASYNC_OK);
	start(2, 30, ASYNC_E_PAYLOAD);
	assert_int_equal(async_run(wait_and_take, &c), ASYNC_OK);
	assert_said("0 @10 took 0 1 2 @30 took 1 took 2");
}

/* ---- as_completed ---- */

static async take_as_completed(struct collector *self)
{
	enum status err;

	ASYNC();
	AWAIT(sleep_for(self->first_ms * NS_PER_MS));
	collect(self);
	while (task_set_left(&self->set)) {
		AWAIT_CATCH_ALL(err, as_completed(&self->set, &self->done));
		say("%s:%s@%d", self->done ? self->done->name : "-", status_name(err), now_ms());
		if (!self->done)
			ASYNC_RAISE(err);
	}
	ASYNC_END;
}
ASYNC_ENTRY(take_as_completed, struct collector *);

/* An error comes with its task, and the loop may go on. */
static void tasks_come_in_the_order_of_their_ends(void **state)
{
	struct collector c = {0};

	(void)state;
	start(0, 30, ASYNC_OK);
	start(1, 10, ASYNC_E_STATUS);
	start(2, 20, ASYNC_OK);
	start(3, 10, ASYNC_OK);
	assert_int_equal(async_run(take_as_completed, &c), ASYNC_OK);
	assert_said("1 3 1:bad status@10 3:ok@10 2 2:ok@20 0 0:ok@30");
}

static void tasks_that_ended_before_they_were_added_come_first(void **state)
{
	struct collector c = {.first_ms = 25};

	(void)state;
	start(0, 30, ASYNC_OK);
	start(1, 20, ASYNC_OK);
	start(2, 10, ASYNC_CANCELLED);
	assert_int_equal(async_run(take_as_completed, &c), ASYNC_OK);
	assert_said("2 1 1:ok@25 2:cancelled@25 0 0:ok@30");
}

static async take_from_nobody(struct collector *self)
{
	ASYNC();
	collect(self);
	self->done = &tasks[0];
	AWAIT(as_completed(&self->set, &self->done));
	ASYNC_END;
}
ASYNC_ENTRY(take_from_nobody, struct collector *);

static void of_nobody_none_can_come(void **state)
{
	struct collector c = {0};

	(void)state;
	assert_int_equal(async_run(take_from_nobody, &c), ASYNC_E_INVALID);
	assert_null(c.done);
	assert_null(task_set_take(&c.set));
}

/* No task is told, and the others run on. What had come but was not taken yet is still there. */
static void a_cancel_ends_the_loop_and_nobody_else(void **state)
{
	struct collector c = {0};
	struct task t = {0};

	(void)state;
	start(0, 10, ASYNC_OK);
	start(1, 20, ASYNC_OK);
	task_start(&t, "collector", take_as_completed, &c);
	while (tasks[0].state != TASK_DONE)
		assert_true(loop_run_once());
	task_cancel(&t); /* it was woken, but has not run */
	drive();
	assert_said("0 -:cancelled@10 1");
	assert_ptr_equal(task_set_take(&c.set), &tasks[0]);
	assert_ptr_equal(task_set_take(&c.set), &tasks[1]);
	assert_null(task_set_take(&c.set));
}

static async take_in_time(struct collector *self)
{
	ASYNC(struct timeout timeout);
	ASYNC_WITH(timeout_enter(&my->timeout, 15 * NS_PER_MS)) {
		AWAIT(take_as_completed(self));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(take_in_time, struct collector *);

/* asyncio's as_completed(timeout=…), put together from its parts. */
static void with_a_timeout_the_tasks_run_on_too(void **state)
{
	struct collector c = {0};
	struct task t = {0};

	(void)state;
	start(0, 10, ASYNC_OK);
	start(1, 20, ASYNC_OK);
	task_start(&t, "hasty", take_in_time, &c);
	drive();
	assert_int_equal(t.result, ASYNC_TIMEOUT);
	assert_said("0 0:ok@10 -:cancelled@15 1");
}

/* ---- L1: a deadline, and work ---- */

/* Works past the deadline inside of the step that ends in time. */
static async work_late(void)
{
	ASYNC();
	AWAIT(sleep_for(10 * NS_PER_MS));
	clock_spend(30 * NS_PER_MS);
	ASYNC_END;
}
ASYNC_ENTRY(work_late);

/* Takes whoever comes within 20 ms. */
static async take_in_20_ms(struct task_set *set)
{
	enum status err;

	ASYNC(struct task *done);
	task_set_timeout(set, 20 * NS_PER_MS);
	while (task_set_left(set)) {
		AWAIT_CATCH(err, as_completed(set, &my->done));
		say("%s@%d", status_name(err), now_ms());
	}
	ASYNC_END;
}
ASYNC_ENTRY(take_in_20_ms, struct task_set *);

static void L1_who_ends_in_a_step_begun_in_time_is_in_time(void **state)
{
	struct task_set set = {0};
	struct set_task late = {0}, later = {0};

	(void)state;
	debug_mode.on = false; /* the slow step is wanted */
	task_set_start(&set, &late, "late", work_late);
	task_set_start(&set, &later, "later", nap, &(struct napper){.name = "later", .ms = 50});
	assert_int_equal(async_run(take_in_20_ms, &set), ASYNC_OK);
	assert_said("ok@40 timeout@40 later!");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TEAM(wait_ends_when_its_mode_says),
		WITH_TEAM(waiting_for_nobody_is_an_error),
		WITH_TEAM(a_cancelled_wait_cancels_nobody_else),
		WITH_TEAM(a_loop_of_waits_goes_from_error_to_error),
		WITH_TEAM(tasks_come_in_the_order_of_their_ends),
		WITH_TEAM(tasks_that_ended_before_they_were_added_come_first),
		WITH_TEAM(of_nobody_none_can_come),
		WITH_TEAM(a_cancel_ends_the_loop_and_nobody_else),
		WITH_TEAM(with_a_timeout_the_tasks_run_on_too),
		WITH_TEAM(L1_who_ends_in_a_step_begun_in_time_is_in_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
