/* A set of tasks that task_set_init has not seen: all zero is a valid beginning. */
// right: task_set_init is for a set that is used a second time
#include "coro/many/gather.h"
#include "tests/house/misuse/example.h"

static async nap(void)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(nap);

static async work(void)
{
	ASYNC(struct task_set set; struct set_task nap);
#ifdef FIXED
	task_set_init(&my->set);
#endif
	task_set_start(&my->set, &my->nap, "nap", nap);
	AWAIT(gather(&my->set));
	if (my->nap.task.state != TASK_DONE)
		ASYNC_RAISE(ASYNC_E_INVALID);
	ASYNC_END;
}
EXAMPLE(work);
