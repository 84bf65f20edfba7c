/* test_run_shuffled.c - Ctrl-C that comes before main's first step, and LOOP_SHUFFLE, which may let a cancelled main end
 * before the tasks that it has started begin. */
#include "coro/many/gather.h"
#include "coro/run.h"
#include "tests/lib/support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

/* async_run asks for LOOP_SHUFFLE when its signal handlers stand, and nobody has run yet. */
static char *press_ctrl_c(const char *name);
#define getenv press_ctrl_c
#include "loop/watch/shuffle.c"
#undef getenv

static bool presses;

static char *press_ctrl_c(const char *name)
{
	if (presses)
		raise(SIGINT);
	return getenv(name);
}

enum { TASKS = 5 };

static struct task *active[TASKS]; /* as a session knows its requests: those that have begun */
static int begun;

static async work(int *sum, int i)
{
	ASYNC();
	active[begun++] = task_running;
	AWAIT(sleep_for((i + 1) * NS_PER_MS));
	*sum += i;
	ASYNC_END;
}
ASYNC_ENTRY(work, int *, int);

static async enter(void)
{
	begun = 0;
	return ASYNC_OK;
}

/* As session_close: cancels who has begun, and waits for them. */
static async leave(void)
{
	ASYNC(int i);
	for (int i = 0; i < begun; i++)
		task_cancel(active[i]);
	for (my->i = 0; my->i < begun; my->i++)
		while (active[my->i]->state != TASK_DONE)
			AWAIT(sleep_for(0));
	ASYNC_END;
}

/* The shape of the article's program: the tasks, and what they point to, lie in main's frame. */
static async async_main(void)
{
	ASYNC(int sum; struct task_set set; struct set_task tasks[TASKS]; struct task *done);
	ASYNC_WITH(enter()) {
		for (int i = 0; i < TASKS; i++)
			task_set_start(&my->set, &my->tasks[i], "work", work, &my->sum, i);
		while (task_set_left(&my->set))
			AWAIT(as_completed(&my->set, &my->done));
	} ASYNC_EXIT(leave());
	ASYNC_END;
}
ASYNC_ENTRY(async_main);

static int run_shuffled(const char *seed)
{
	enum status outcome;

	setenv("LOOP_SHUFFLE", seed, 1);
	loop_open(LOOP_VIRTUAL);
	outcome = async_run(async_main);
	loop_close();
	unsetenv("LOOP_SHUFFLE");
	return outcome == ASYNC_CANCELLED && run_interrupted() == SIGINT ? begun : 100;
}

static const char *seed;

static int run_in_child(void)
{
	presses = true;
	return run_shuffled(seed);
}

/* In each order that is drawn, from none of them begun to all. */
static void L6_ctrl_c_before_the_first_step_ends_main_in_any_order(void **state)
{
	bool seen[TASKS + 1] = {false};

	(void)state;
	for (int i = 1; i <= 200; i++) {
		struct child_end end;
		char text[16];

		snprintf(text, sizeof text, "%d", i * 7919);
		seed = text;
		in_child(run_in_child, &end);
		if (!WIFEXITED(end.status) || WEXITSTATUS(end.status) > TASKS)
			fail_msg("seed %s: %s", seed, end.text);
		seen[WEXITSTATUS(end.status)] = true;
	}
	assert_true(seen[0] && seen[TASKS]);
}

/* ---- who has not begun ---- */

static struct set_task others[TASKS]; /* in nobody's frame; but what they point to is */

static async leave_cancelled(void)
{
	ASYNC(int sum; struct task_set set);
	for (int i = 0; i < TASKS; i++)
		task_set_start(&my->set, &others[i], "other", work, &my->sum, i);
	ASYNC_RAISE(ASYNC_CANCELLED);
	ASYNC_END;
}
ASYNC_ENTRY(leave_cancelled);

/* They are told to the set while that is there. */
static void L6_who_leaves_cancelled_ends_those_that_have_not_begun(void **state)
{
	(void)state;
	begun = 0;
	assert_int_equal(async_run(leave_cancelled), ASYNC_CANCELLED);
	assert_int_equal(begun, 0);
	for (int i = 0; i < TASKS; i++) {
		assert_int_equal(others[i].task.state, TASK_DONE);
		assert_int_equal(others[i].task.result, ASYNC_CANCELLED);
	}
}

static async leave_one_cancelled(void)
{
	ASYNC(int sum; struct task task);
	task_start(&my->task, "task", work, &my->sum, 0);
	task_cancel(&my->task);
	ASYNC_END;
}
ASYNC_ENTRY(leave_one_cancelled);

static void L6_who_was_cancelled_before_it_began_may_be_left(void **state)
{
	(void)state;
	assert_int_equal(async_run(leave_one_cancelled), ASYNC_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(L6_ctrl_c_before_the_first_step_ends_main_in_any_order),
		FRESH(L6_who_leaves_cancelled_ends_those_that_have_not_begun),
		FRESH(L6_who_was_cancelled_before_it_began_may_be_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
