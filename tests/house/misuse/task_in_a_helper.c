/* Mistake: a task is a local variable of a function that a coroutine calls. It is gone when that function
 * returns, and the loop would go on with whatever lies there. In Python a task is an object of its own. */
// aborts: start_nap: the task is a C variable, which is gone at the next await: make it a field of ASYNC(…)
#include "tests/house/misuse/example.h"

static async nap(void)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(nap);

static void start_nap(void)
{
#ifdef FIXED
	static struct task task;
#else
	struct task task = {0};
#endif

	task_start(&task, "nap", nap); /* here */
}

static async work(void)
{
	ASYNC();
	start_nap();
	AWAIT(sleep_for(5 * NS_PER_MS));
	ASYNC_END;
}
EXAMPLE(work);
