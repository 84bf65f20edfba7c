/* Rule 19: wait for all bears errors and the end of its time, and tells what is done and what is not; of no
 * tasks it is an error. */
#include "tests/house/conform/conform.h"

static async work(int ms, enum status error)
{
	ASYNC();
	AWAIT(sleep_ms(ms));
	say("%d ends", ms);
	if (error)
		ASYNC_RAISE(error);
	ASYNC_END;
}
ASYNC_ENTRY(work, int, enum status);

static async report(struct task_set *set, struct set_task tasks[3], int64_t timeout)
{
	int done, failed;

	ASYNC();
	AWAIT(task_set_wait(set, WAIT_ALL, timeout));
	done = failed = 0;
	for (int i = 0; i < 3; i++) {
		done += tasks[i].task.state == TASK_DONE;
		failed += tasks[i].task.state == TASK_DONE && task_result(&tasks[i].task) != ASYNC_OK;
	}
	say("done: %d, pending: %d, %d failed", done, 3 - done, failed);
	ASYNC_END;
}

static async async_main(void)
{
	static const enum status errors[] = {ASYNC_E_DISCONNECTED, ASYNC_OK, ASYNC_OK};
	enum status err;

	ASYNC(struct task_set set; struct set_task tasks[3]);
	AWAIT(sleep_ms(5));
	task_set_init(&my->set);
	for (int i = 0; i < 3; i++)
		task_set_start(&my->set, &my->tasks[i], "work", work, 10 + 10 * i, errors[i]);
	AWAIT(report(&my->set, my->tasks, 0));
	AWAIT(report(&my->set, my->tasks, 25 * NS_PER_MS));
	AWAIT(report(&my->set, my->tasks, 100 * NS_PER_MS));
	task_set_init(&my->set);
	AWAIT_CATCH_ALL(err, task_set_wait(&my->set, WAIT_ALL, -1));
	say("none: %s", status_name(err));
	ASYNC_END;
}
RUN_MAIN;
