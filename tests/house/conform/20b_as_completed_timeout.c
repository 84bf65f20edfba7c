/* Rule 20: when the time is up, each task that is left counts as one timeout, and runs on. */
#include "tests/house/conform/conform.h"

static async work(int ms)
{
	ASYNC();
	AWAIT(sleep_ms(ms));
	say("%d ends", ms);
	ASYNC_END;
}
ASYNC_ENTRY(work, int);

static int count_running(const struct set_task tasks[4])
{
	int running = 0;

	for (int i = 0; i < 4; i++)
		running += tasks[i].task.state != TASK_DONE;
	return running;
}

static async async_main(void)
{
	enum status err;

	ASYNC(struct task_set set; struct set_task tasks[4]; struct task *task);
	AWAIT(sleep_ms(5));
	task_set_init(&my->set);
	for (int i = 0; i < 4; i++)
		task_set_start(&my->set, &my->tasks[i], "work", work, 10 + 10 * i);
	task_set_timeout(&my->set, 25 * NS_PER_MS);
	while (task_set_left(&my->set)) {
		AWAIT_CATCH_ALL(err, as_completed(&my->set, &my->task));
		say("taken: %s", status_name(err));
	}
	AWAIT(sleep_ms(30));
	say("running: %d", count_running(my->tasks));
	ASYNC_END;
}
RUN_MAIN;
