/* Rule 18: a task that is given twice runs once; of no tasks the result is there at once, without a turn
 * of the loop. */
#include "tests/house/conform/conform.h"

static int runs;

static async work(int *result)
{
	ASYNC();
	AWAIT(sleep_ms(10));
	*result = ++runs;
	ASYNC_END;
}
ASYNC_ENTRY(work, int *);

static async other(void)
{
	ASYNC();
	say("other");
	ASYNC_END;
}
ASYNC_ENTRY(other);

static async async_main(void)
{
	ASYNC(struct task task; struct task_set set; struct set_link links[2]; int result);
	task_start(&my->task, "work", work, &my->result);
	task_set_init(&my->set);
	task_set_add(&my->set, &my->links[0], &my->task);
	task_set_add(&my->set, &my->links[1], &my->task);
	AWAIT(gather(&my->set));
	say("given twice: %d %d, runs: %d", my->result, my->result, runs);
	task_start(&my->task, "other", other);
	task_set_init(&my->set);
	AWAIT(gather(&my->set));
	say("given none");
	AWAIT(task_await(&my->task));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
