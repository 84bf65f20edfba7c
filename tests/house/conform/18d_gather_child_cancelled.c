/* Rule 18: a task that is cancelled ends the gather as an error would, and the others live. */
#include "tests/house/conform/conform.h"

static async work(int ms)
{
	ASYNC();
	AWAIT(sleep_ms(ms));
	say("%d ends", ms);
	ASYNC_END;
}
ASYNC_ENTRY(work, int);

static async async_main(void)
{
	enum status err;

	ASYNC(struct task_set set; struct set_task tasks[3]);
	task_set_init(&my->set);
	for (int i = 0; i < 3; i++)
		task_set_start(&my->set, &my->tasks[i], "work", work, 10 + 10 * i);
	task_cancel(&my->tasks[1].task);
	AWAIT_CATCH_ALL(err, gather(&my->set));
	say("gather: %s, requests here: %d", status_name(err), task_running->cancelling);
	AWAIT(sleep_ms(40));
	for (int i = 0; i < 3; i++)
		say("%d: %s", i, status_name(task_result(&my->tasks[i].task)));
	ASYNC_END;
}
RUN_MAIN;
