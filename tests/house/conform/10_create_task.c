/* Rule 10: create_task runs nothing: the first step is queued, behind whoever is ready already. */
#include "tests/house/conform/conform.h"

static async work(int number)
{
	ASYNC();
	say("worker %d", number);
	ASYNC_END;
}
ASYNC_ENTRY(work, int);

static async async_main(void)
{
	ASYNC(struct task tasks[3]);
	for (int i = 0; i < 3; i++) {
		task_start(&my->tasks[i], "worker", work, i);
		say("created %d", i);
	}
	spend(10);
	say("still main");
	AWAIT(sleep_ms(0));
	for (int i = 0; i < 3; i++)
		say("%d done: %d", i, my->tasks[i].state == TASK_DONE);
	ASYNC_END;
}
RUN_MAIN;
