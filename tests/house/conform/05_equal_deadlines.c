/* Rule 5: equal deadlines. asyncio leaves their order to its heap; this loop keeps the order of arrival. */
#include "tests/house/conform/conform.h"

static async nap(int number)
{
	ASYNC();
	AWAIT(sleep_ms(10));
	say("%d", number);
	ASYNC_END;
}
ASYNC_ENTRY(nap, int);

static async async_main(void)
{
	ASYNC(struct set_task tasks[8]; struct task_set set);
	task_set_init(&my->set);
	for (int i = 0; i < 8; i++)
		task_set_start(&my->set, &my->tasks[i], "nap", nap, i);
	AWAIT(gather(&my->set));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
