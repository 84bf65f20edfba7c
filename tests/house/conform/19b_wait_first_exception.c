/* Rule 19: wait for FIRST_EXCEPTION ends with the first error; a cancelled task is none. */
#include "tests/house/conform/conform.h"

static async work(int ms, enum status error)
{
	ASYNC();
	AWAIT(sleep_ms(ms));
	if (error)
		ASYNC_RAISE(error);
	ASYNC_END;
}
ASYNC_ENTRY(work, int, enum status);

static const char *outcome_of(struct task *t)
{
	return t->state == TASK_DONE ? status_name(task_result(t)) : "pending";
}

static async report(const enum status errors[4])
{
	enum status err;

	ASYNC(struct task_set set; struct set_task tasks[4]);
	task_set_init(&my->set);
	for (int i = 0; i < 4; i++)
		task_set_start(&my->set, &my->tasks[i], "work", work, 40 - 10 * i, errors[i]);
	AWAIT_CATCH_ALL(err, task_set_wait(&my->set, WAIT_FIRST_ERROR, -1));
	say("wait: %s", status_name(err));
	for (int i = 0; i < 4; i++)
		say("%d: %s", i, outcome_of(&my->tasks[i].task));
	AWAIT(task_set_wait(&my->set, WAIT_ALL, -1));
	ASYNC_END;
}

static async async_main(void)
{
	static const enum status an_error[] = {ASYNC_OK, ASYNC_E_DISCONNECTED, ASYNC_OK, ASYNC_CANCELLED};
	static const enum status no_error[] = {ASYNC_OK, ASYNC_OK, ASYNC_OK, ASYNC_CANCELLED};

	ASYNC();
	AWAIT(report(an_error));
	AWAIT(report(no_error));
	ASYNC_END;
}
RUN_MAIN;
