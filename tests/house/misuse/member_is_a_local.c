/* Mistake: a task's membership in a set is a local variable. The task's end would be told to memory that
 * belongs to somebody else by then. */
// check: 'member' is gone when the coroutine pauses here
// aborts: the member of a task set is a C variable, which is gone at the next await
#include "coro/many/gather.h"
#include "tests/house/misuse/example.h"

static struct task the_nap;
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
	task_start(&the_nap, "nap", nap, 1);
	task_set_add(&set, &my->member, &the_nap);
#else
	struct set_link member = {0};

	ASYNC();
	task_start(&the_nap, "nap", nap, 1); /* here: aborts */
	task_set_add(&set, &member, &the_nap);
#endif
	AWAIT(gather(&set)); /* here: check */
	ASYNC_END;
}
EXAMPLE(work);
