/* Mistake: main returns, and nobody has waited for a task. It is cancelled, as in Python, and may have done
 * nothing yet; here that is told. */
// says: forgotten: task that nobody waited for, cancelled when main returned
#include "tests/house/misuse/example.h"

static async tick(void)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	puts("tick");
	ASYNC_END;
}
ASYNC_ENTRY(tick);

static struct task task;

static async work(void)
{
	ASYNC();
	task_start(&task, "orphan", tick); /* here */
#ifdef FIXED
	AWAIT(task_await(&task));
#endif
	puts("main ends");
	ASYNC_END;
}
EXAMPLE(work);
