/* test_gather.c - gather and wait, as asyncio has them (rules 18 and 19). */
#include "tests/lib/team.h"

/* ---- gather ---- */

static async gather_team(struct collector *self)
{
	enum status err;

	ASYNC();
	AWAIT(sleep_for(self->first_ms * NS_PER_MS));
	collect(self);
	if (self->exceptions)
		AWAIT_CATCH_ALL(err, gather_return_exceptions(&self->set));
	else
		AWAIT_CATCH_ALL(err, gather(&self->set));
	say("%s@%d", status_name(err), now_ms());
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(gather_team, struct collector *);

static void gather_waits_for_all(void **state)
{
	struct collector c = {0};

	(void)state;
	start(0, 30, ASYNC_OK);
	start(1, 10, ASYNC_OK);
	start(2, 20, ASYNC_OK);
	assert_int_equal(async_run(gather_team, &c), ASYNC_OK);
	assert_said("1 2 0 ok@30");
	assert_int_equal(task_set_left(&c.set), 3);
}

static void gathering_nobody_is_done_at_once(void **state)
{
	struct collector c = {0};

	(void)state;
	assert_int_equal(async_run(gather_team, &c), ASYNC_OK);
	assert_said("ok@0");
	assert_int_equal(loop.turn, 2);
}

static void tasks_that_ended_before_count_too(void **state)
{
	struct collector c = {.first_ms = 15}, all_ended = {.first_ms = 5};

	(void)state;
	start(0, 10, ASYNC_OK);
	start(1, 20, ASYNC_OK);
	assert_int_equal(async_run(gather_team, &c), ASYNC_OK);
	assert_said("0 1 ok@20");
	assert_int_equal(async_run(gather_team, &all_ended), ASYNC_OK);
	assert_said("ok@25");
}

/* The others are NOT cancelled: many believe they are. */
static void the_first_error_is_told_at_once_and_the_others_run_on(void **state)
{
	struct collector c = {0};
	struct task t = {0};

	(void)state;
	start(0, 30, ASYNC_E_PAYLOAD);
	start(1, 10, ASYNC_E_STATUS);
	start(2, 20, ASYNC_OK);
	task_start(&t, "gatherer", gather_team, &c);
	drive();
	assert_said("1 bad status@10 2 0");
	assert_int_equal(tasks[0].result, ASYNC_E_PAYLOAD);
	assert_int_equal(tasks[2].result, ASYNC_OK);
}

static void an_error_from_before_is_told_without_a_pause(void **state)
{
	struct collector c = {.first_ms = 15};
	struct task t = {0};

	(void)state;
	start(0, 12, ASYNC_E_PAYLOAD);
	start(1, 10, ASYNC_E_STATUS);
	start(2, 20, ASYNC_OK);
	task_start(&t, "gatherer", gather_team, &c);
	drive();
	assert_said("1 0 bad payload@15 2"); /* both had ended when they were added: so their order counts */
}

static void with_return_exceptions_errors_stay_in_the_tasks(void **state)
{
	struct collector c = {.exceptions = true};

	(void)state;
	start(0, 30, ASYNC_OK);
	start(1, 10, ASYNC_E_STATUS);
	start(2, 20, ASYNC_E_PAYLOAD);
	assert_int_equal(async_run(gather_team, &c), ASYNC_OK);
	assert_said("1 2 0 ok@30");
	assert_int_equal(tasks[1].result, ASYNC_E_STATUS);
	assert_int_equal(tasks[2].result, ASYNC_E_PAYLOAD);
}

/* A child that somebody else cancels is an outcome as others are; its siblings live. */
static void a_cancelled_child_cancels_the_gather_and_no_sibling(void **state)
{
	for (int exceptions = 0; exceptions < 2; exceptions++) {
		struct collector c = {.exceptions = exceptions};
		struct canceller canceller;
		struct task t = {0};

		(void)state;
		start(0, 30, ASYNC_OK);
		start(1, 20, ASYNC_OK);
		task_start(&t, "gatherer", gather_team, &c);
		cancel_at(&canceller, &tasks[1], now_ms() + 10);
		drive();
		assert_int_equal(tasks[0].result, ASYNC_OK);
	}
	assert_said("1! cancelled@10 0 1! 0 ok@60");
}

static void cancel_gather(bool exceptions, bool swallow)
{
	struct collector c = {.exceptions = exceptions};
	struct canceller canceller;
	struct task t = {0};

	start(0, 30, ASYNC_OK);
	start(1, 5, ASYNC_OK);
	start(2, 20, ASYNC_OK);
	nappers[2].cleanup_ms = 3;
	nappers[0].swallows = nappers[2].swallows = swallow;
	task_start(&t, "gatherer", gather_team, &c);
	cancel_at(&canceller, &t, now_ms() + 10);
	drive();
	assert_int_equal(t.result, ASYNC_CANCELLED);
	assert_int_equal(tasks[1].result, ASYNC_OK);
	assert_int_equal(tasks[2].result, swallow ? ASYNC_OK : ASYNC_CANCELLED);
}

/* Without return_exceptions the first cancelled child ends the gather; with it, or if a child refuses, all
 * are waited for. Cancelled it is in any case. */
static void a_cancel_is_passed_on_to_all_who_run(void **state)
{
	(void)state;
	cancel_gather(false, false);
	assert_said("1 0! cancelled@10 2!");
	loop.now = 0;
	cancel_gather(true, false);
	assert_said("1 0! 2! cancelled@13");
	loop.now = 0;
	cancel_gather(true, true);
	assert_said("1 0! 2! cancelled@13");
	loop.now = 0;
	cancel_gather(false, true);
	assert_said("1 0! 2! cancelled@13");
}

/* ---- gathering what is left ---- */

static async gather_until_all_ended(struct collector *self)
{
	enum status err;

	ASYNC();
	collect(self);
	AWAIT_CATCH_ALL(err, gather_return_exceptions(&self->set));
	say("%s@%d", status_name(err), now_ms());
	AWAIT_CATCH_ALL(err, gather_return_exceptions(&self->set));
	say("%s@%d", status_name(err), now_ms());
	ASYNC_END;
}
ASYNC_ENTRY(gather_until_all_ended, struct collector *);

static void a_second_gather_knows_nothing_of_the_cancel_of_the_first(void **state)
{
	struct collector c = {0};
	struct canceller canceller;
	struct task t = {0};

	(void)state;
	start(0, 20, ASYNC_OK);
	task_start(&t, "gatherer", gather_until_all_ended, &c);
	cancel_at(&canceller, &t, 10);
	drive();
	assert_said("0! cancelled@10 ok@10");
}

static async take_an_error_and_gather(struct collector *self)
{
	enum status err;

	ASYNC();
	collect(self);
	AWAIT_CATCH_ALL(err, gather(&self->set));
	say("%s@%d", status_name(err), now_ms());
	self->done = task_set_take(&self->set);
	say("took %s", self->done->name);
	AWAIT_CATCH_ALL(err, gather(&self->set));
	say("%s@%d", status_name(err), now_ms());
	ASYNC_END;
}
ASYNC_ENTRY(take_an_error_and_gather, struct collector *);

static void an_error_that_was_taken_is_not_told_again(void **state)
{
	struct collector c = {0};

	(void)state;
	start(0, 20, ASYNC_OK);
	start(1, 10, ASYNC_E_STATUS);
	assert_int_equal(async_run(take_an_error_and_gather, &c), ASYNC_OK);
	assert_said("1 bad status@10 took 1 0 ok@20");
}

/* ---- a task whose memory goes ---- */

/* Its task is there no more when the gather goes on. */
static async have_a_task(struct collector *self)
{
	enum status err;

	ASYNC(struct task inner);
	task_start(&my->inner, "inner", nap, &nappers[0]);
	task_set_add(&self->set, &self->links[0], &my->inner);
	AWAIT_CATCH_ALL(err, task_await(&my->inner));
	memset(&my->inner, 0, sizeof my->inner);
	ASYNC_RAISE(err == ASYNC_E_STATUS ? ASYNC_OK : ASYNC_E_STUCK);
	ASYNC_END;
}
ASYNC_ENTRY(have_a_task, struct collector *);

static async gather_a_task_that_goes(struct collector *self)
{
	enum status err;

	ASYNC();
	task_start(&tasks[1], "1", have_a_task, self);
	AWAIT(sleep_for(0));
	AWAIT_CATCH_ALL(err, gather(&self->set));
	say("%s", status_name(err));
	AWAIT(task_await(&tasks[1]));
	ASYNC_END;
}
ASYNC_ENTRY(gather_a_task_that_goes, struct collector *);

static void the_memory_of_a_task_that_has_ended_may_go(void **state)
{
	struct collector c = {0};

	(void)state;
	nappers[0] = (struct napper){.name = "0", .ms = 10, .outcome = ASYNC_E_STATUS};
	assert_int_equal(async_run(gather_a_task_that_goes, &c), ASYNC_OK);
	assert_said("0 bad status");
}

/* ---- the same members again, and none ---- */

static async start_again_and_let_go(struct collector *self)
{
	ASYNC();
	collect(self);
	AWAIT(gather(&self->set));
	for (int i = 0; i < 2; i++) { /* they are done, and nobody has taken them */
		start(i, 10 * (i + 1), ASYNC_OK);
		task_set_add(&self->set, &self->links[i], &tasks[i]);
	}
	say("left %u", task_set_left(&self->set));
	AWAIT(as_completed(&self->set, &self->done));
	say("left %u", task_set_left(&self->set));
	task_set_let_go(&self->set);
	AWAIT(sleep_for(20 * NS_PER_MS));
	say("left %u", task_set_left(&self->set));
	ASYNC_END;
}
ASYNC_ENTRY(start_again_and_let_go, struct collector *);

static void a_task_that_begins_again_counts_once(void **state)
{
	struct collector c = {0};

	(void)state;
	start(0, 5, ASYNC_OK);
	start(1, 5, ASYNC_OK);
	assert_int_equal(async_run(start_again_and_let_go, &c), ASYNC_OK);
	assert_said("0 1 left 2 0 left 1 1 left 0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TEAM(gather_waits_for_all),
		WITH_TEAM(gathering_nobody_is_done_at_once),
		WITH_TEAM(tasks_that_ended_before_count_too),
		WITH_TEAM(the_first_error_is_told_at_once_and_the_others_run_on),
		WITH_TEAM(an_error_from_before_is_told_without_a_pause),
		WITH_TEAM(with_return_exceptions_errors_stay_in_the_tasks),
		WITH_TEAM(a_cancelled_child_cancels_the_gather_and_no_sibling),
		WITH_TEAM(a_cancel_is_passed_on_to_all_who_run),
		WITH_TEAM(a_second_gather_knows_nothing_of_the_cancel_of_the_first),
		WITH_TEAM(an_error_that_was_taken_is_not_told_again),
		WITH_TEAM(the_memory_of_a_task_that_has_ended_may_go),
		WITH_TEAM(a_task_that_begins_again_counts_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
