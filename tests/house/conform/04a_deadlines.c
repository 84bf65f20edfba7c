/* Rule 4: deadlines that have passed meanwhile are served in their own order, not in that of the sleepers. */
#include "tests/house/conform/conform.h"

static async nap(int ms)
{
	ASYNC();
	AWAIT(sleep_ms(ms));
	say("slept %d", ms);
	ASYNC_END;
}
ASYNC_ENTRY(nap, int);

static async async_main(void)
{
	static const int ms[] = {30, 10, 50, 20, 70};

	ASYNC(struct set_task tasks[5]; struct task_set set);
	task_set_init(&my->set);
	for (int i = 0; i < 5; i++)
		task_set_start(&my->set, &my->tasks[i], "nap", nap, ms[i]);
	AWAIT(sleep_ms(5));
	spend(50);
	AWAIT(gather(&my->set));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
