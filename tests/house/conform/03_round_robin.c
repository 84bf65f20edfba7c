/* Rule 3: who yields goes behind all who are ready, so workers take turns. */
#include "tests/house/conform/conform.h"

static async work(char name, int steps)
{
	ASYNC(int i);
	for (my->i = 0; my->i < steps; my->i++) {
		say("%c%d", name, my->i);
		AWAIT(sleep_ms(0));
	}
	ASYNC_END;
}
ASYNC_ENTRY(work, char, int);

static async async_main(void)
{
	ASYNC(struct set_task tasks[3]; struct task_set set);
	task_set_init(&my->set);
	for (int i = 0; i < 3; i++)
		task_set_start(&my->set, &my->tasks[i], "worker", work, "ABC"[i], 3 - i);
	AWAIT(gather(&my->set));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
