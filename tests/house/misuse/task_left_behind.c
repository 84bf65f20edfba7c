/* Mistake: a coroutine returns while a task that lies in its frame still runs. The frame's memory is used
 * again, and the task would run in whatever is put there. In Python a task is an object of its own, and goes
 * on. */
// aborts: work: returns, but task 2 (logger) in its frame still runs
#include "tests/house/misuse/example.h"

static async logger(void)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(logger);

static async work(void)
{
	ASYNC(struct task task);
	task_start(&my->task, "logger", logger); /* here */
#ifdef FIXED
	AWAIT(task_await(&my->task));
#endif
	ASYNC_END; /* here */
}
EXAMPLE(work);
