/* Mistake: a task's membership in a set is a local variable. The task's end would be told to memory that belongs to
 * somebody else by then. */
// aborts: the member of a task set is a C variable, which is gone at the next await
#include "coro/many/gather.h"
#include "tests/house/misuse/example.h"

static struct task nap_task;
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
#ifdef FIXED
	ASYNC(struct set_link member);
	task_start(&nap_task, "nap", nap, 1);
	task_set_add(&set, &my->member, &nap_task);
#else
	struct set_link member = {0};

	ASYNC();
	task_start(&nap_task, "nap", nap, 1); /* here */
	task_set_add(&set, &member, &nap_task);
#endif
	AWAIT(gather(&set));
	ASYNC_END;
}
EXAMPLE(work);
