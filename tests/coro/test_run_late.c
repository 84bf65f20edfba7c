/* test_run_late.c - async_run, and the tasks that are created while those that main has left clean up. */
#include "coro/run.h"
#include "tests/lib/support.h"

#include <string.h>
#include <sys/wait.h>

static struct task late_task, other_task;

/* Waits for so many turns, and then for long. */
static async be_late(int turns)
{
	enum status err;

	ASYNC(int i);
	for (my->i = 0; my->i < turns; my->i++)
		AWAIT(sleep_for(0));
	AWAIT_CATCH_ALL(err, sleep_for(3600 * NS_PER_S));
	say("late:%s", status_name(err));
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(be_late, int);

static const struct wait_kind waits_for_ever = {.what = "nothing"};

static async wait_for_ever(void)
{
	ASYNC(struct wait never);
	AWAIT(task_suspend(&my->never, &waits_for_ever));
	ASYNC_END;
}
ASYNC_ENTRY(wait_for_ever);

/* Its cleanup starts a task; one that nobody waits for, or one that it waits for itself. */
static async clean_up_with_a_task(bool awaited)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, sleep_for(NS_PER_S));
	say("work:%s", status_name(err));
	if (awaited) {
		task_start(&late_task, "late", wait_for_ever);
		AWAIT_CATCH_ALL(err, task_await(&late_task));
	} else {
		task_start(&late_task, "late", be_late, 2);
		AWAIT(sleep_for(10 * NS_PER_MS));
	}
	say("cleaned");
	ASYNC_END;
}
ASYNC_ENTRY(clean_up_with_a_task, bool);

static async leave_a_cleanup(bool awaited)
{
	ASYNC();
	task_start(&other_task, "cleaner", clean_up_with_a_task, awaited);
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(leave_a_cleanup, bool);

static void L3_a_task_of_a_cleanup_is_cancelled_after_it(void **state)
{
	(void)state;
	assert_int_equal(async_run(leave_a_cleanup, false), ASYNC_OK);
	assert_said("work:cancelled cleaned late:cancelled");
	assert_int_equal(now_ms(), 11); /* nobody slept for the late one */
}

/* asyncio's run would wait for ever. */
static void L3_a_cleanup_that_waits_for_it_in_vain_is_no_abort(void **state)
{
	(void)state;
	assert_int_equal(async_run(leave_a_cleanup, true), ASYNC_OK);
	assert_said("work:cancelled cleaned");
}

static int leave_in_a_child(void)
{
	loop_open(LOOP_VIRTUAL);
	return (int)async_run(leave_a_cleanup, false);
}

static void L3_a_task_of_a_cleanup_is_reported(void **state)
{
	struct child_end end;

	(void)state;
	in_child(leave_in_a_child, &end);
	assert_true(WIFEXITED(end.status));
	assert_int_equal(WEXITSTATUS(end.status), ASYNC_OK);
	assert_non_null(strstr(end.text, "task created while others were cancelled, cancelled too, from "));
}

static async replace_each_other(struct task *other);
ASYNC_ENTRY(replace_each_other, struct task *);

static async replace_each_other(struct task *other)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, sleep_for(NS_PER_S));
	task_start(other, "next", replace_each_other, other == &late_task ? &other_task : &late_task);
	ASYNC_RAISE(err);
	ASYNC_END;
}

static async begin_to_replace(void)
{
	ASYNC();
	task_start(&other_task, "first", replace_each_other, &late_task);
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(begin_to_replace);

static int replace_without_end(void)
{
	loop_open(LOOP_VIRTUAL);
	return (int)async_run(begin_to_replace);
}

static void L3_cleanups_without_end_abort(void **state)
{
	static const char *const words[] = {"fatal: each task that is cancelled creates another", NULL};

	(void)state;
	assert_aborts(replace_without_end, words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(L3_a_task_of_a_cleanup_is_cancelled_after_it),
		FRESH(L3_a_cleanup_that_waits_for_it_in_vain_is_no_abort),
		CLOSED(L3_a_task_of_a_cleanup_is_reported),
		CLOSED(L3_cleanups_without_end_abort),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
