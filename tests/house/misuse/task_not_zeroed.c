/* Mistake: a task in memory that is not zero: it is a copy of one that runs. A task cannot be copied, no more
 * than a worker can; in Python neither. */
// aborts: work: task 2 (nap) is started again, but still runs
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
	ASYNC(struct task first, second);
	task_start(&my->first, "nap", nap); /* here */
#ifndef FIXED
	my->second = my->first;
#endif
	task_start(&my->second, "nap", nap); /* here */
	AWAIT(task_await(&my->first));
	AWAIT(task_await(&my->second));
	ASYNC_END;
}
EXAMPLE(work);
