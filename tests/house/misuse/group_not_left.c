/* Mistake: a task group is entered by an await of its own, not by ASYNC_WITH, so nobody waits for its tasks:
 * the end of one that lies elsewhere would be told to a frame that is gone. */
// aborts: part: returns, but the task group in its frame is still open
#include "coro/many/group.h"
#include "tests/house/misuse/example.h"

static struct set_task the_nap;

static async nap(void)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(nap);

static async part(void)
{
	ASYNC(struct task_group group);
#ifdef FIXED
	ASYNC_WITH(task_group_enter(&my->group)) {
		AWAIT(task_group_start(&my->group, &the_nap, "nap", nap));
	} ASYNC_EXIT(task_group_exit(&my->group, ASYNC_RAISED));
#else
	AWAIT(task_group_enter(&my->group)); /* here */
	AWAIT(task_group_start(&my->group, &the_nap, "nap", nap));
#endif
	ASYNC_END; /* here */
}

static async work(void)
{
	ASYNC();
	AWAIT(part());
	ASYNC_END;
}
EXAMPLE(work);
