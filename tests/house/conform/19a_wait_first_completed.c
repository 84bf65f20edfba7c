/* Rule 19: wait for FIRST_COMPLETED ends with the first task, whatever its outcome; none is cancelled. */
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

/* Takes what is done out of the set, as wait() gives it to its caller. */
static void report(struct task_set *set)
{
	int done = 0, failed = 0;

	for (struct task *t = task_set_take(set); t; t = task_set_take(set)) {
		failed += task_result(t) != ASYNC_OK;
		done++;
	}
	say("done: %d, pending: %u, %d of them failed", done, task_set_left(set), failed);
}

static async async_main(void)
{
	static const enum status errors[] = {ASYNC_OK, ASYNC_E_DISCONNECTED, ASYNC_OK};

	ASYNC(struct task_set set; struct set_task tasks[3]);
	task_set_init(&my->set);
	for (int i = 0; i < 3; i++)
		task_set_start(&my->set, &my->tasks[i], "work", work, 30 - 10 * i, errors[i]);
	while (task_set_left(&my->set)) {
		AWAIT(task_set_wait(&my->set, WAIT_FIRST_COMPLETED, -1));
		report(&my->set);
	}
	ASYNC_END;
}
RUN_MAIN;
