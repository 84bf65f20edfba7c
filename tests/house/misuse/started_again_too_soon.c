/* Mistake: a task that is done is started again before all who waited for it have been told. They would hear
 * nothing, or of the wrong run. In Python each create_task makes a task of its own. */
// aborts: work: task 2 (first) is started again, but not all have been told of its end
#include "coro/many/gather.h"
#include "tests/house/misuse/example.h"

static struct set_task the_nap;
static struct task_set set;

static async nap(int ms)
{
	ASYNC();
	AWAIT(sleep_for(ms * NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(nap, int);

static async work(void)
{
	ASYNC();
	task_start(&the_nap.task, "first", nap, 1);
	AWAIT(task_await(&the_nap.task));
	task_set_add(&set, &the_nap.member, &the_nap.task);
#ifdef FIXED
	AWAIT(gather(&set));
#endif
	task_start(&the_nap.task, "second", nap, 1); /* here */
	AWAIT(task_await(&the_nap.task));
	ASYNC_END;
}
EXAMPLE(work);
