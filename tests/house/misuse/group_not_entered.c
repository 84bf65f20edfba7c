/* Mistake: a task is started in a group that was not entered. Nobody would wait for it. In Python a TaskGroup
 * refuses that too: RuntimeError, "has not been entered". */
// aborts: work: task_group_add: the group was not entered
#include "coro/many/group.h"
#include "tests/house/misuse/example.h"

static async nap(void)
{
	ASYNC();
	AWAIT(sleep_for(0));
	ASYNC_END;
}
ASYNC_ENTRY(nap);

static async work(void)
{
	ASYNC(struct task_group group; struct set_task nap);
#ifdef FIXED
	ASYNC_WITH(task_group_enter(&my->group)) {
		AWAIT(task_group_start(&my->group, &my->nap, "nap", nap));
	} ASYNC_EXIT(task_group_exit(&my->group, ASYNC_RAISED));
#else
	AWAIT(task_group_start(&my->group, &my->nap, "nap", nap)); /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
