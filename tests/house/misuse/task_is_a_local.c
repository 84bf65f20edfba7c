/* Mistake: a task is a local variable of the coroutine that starts it. It is gone when the coroutine pauses,
 * and the loop would go on with whatever lies there then. In Python a task is an object of its own. */
// aborts: work: the task is a C variable, which is gone at the next await: make it a field of ASYNC(…)
// check: 'task' is gone when the coroutine pauses here, and its address is still in use
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
#ifdef FIXED
	ASYNC(struct task task);
	task_start(&my->task, "nap", nap);
	AWAIT(sleep_for(5 * NS_PER_MS));
#else
	struct task task = {0};

	ASYNC();
	task_start(&task, "nap", nap);   /* here: aborts */
	AWAIT(sleep_for(5 * NS_PER_MS)); /* here: check */
#endif
	ASYNC_END;
}
EXAMPLE(work);
