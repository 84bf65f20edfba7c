/* Mistake: a task is started again while it still runs. The tasks that wait for it, and what it has open,
 * would be lost. In Python each create_task makes a task of its own. */
// aborts: work: task 2 (nap) is started again, but still runs
#include "tests/house/misuse/example.h"

static async nap(int i)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	printf("%d\n", i);
	ASYNC_END;
}
ASYNC_ENTRY(nap, int);

static async work(void)
{
#ifdef FIXED
	static struct task tasks[3];
#else
	static struct task task;
#endif

	ASYNC();
	for (int i = 0; i < 3; i++)
#ifdef FIXED
		task_start(&tasks[i], "nap", nap, i);
#else
		task_start(&task, "nap", nap, i); /* here */
#endif
	AWAIT(sleep_for(5 * NS_PER_MS));
	ASYNC_END;
}
EXAMPLE(work);
