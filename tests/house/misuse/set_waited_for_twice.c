/* Mistake: two tasks wait for one set, which would wake only one of them. In Python each as_completed has a
 * queue of its own. */
// aborts: task 5 (b) waits for what task 4 (a) waits for, but only one may
#include "coro/many/gather.h"
#include "tests/house/misuse/example.h"

static struct set_task naps[2];
static struct task_set set;

static async nap(int ms)
{
	ASYNC();
	AWAIT(sleep_for(ms * NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(nap, int);

static async take_one(void)
{
	ASYNC(struct task *done);
	AWAIT(as_completed(&set, &my->done)); /* here */
	ASYNC_END;
}
ASYNC_ENTRY(take_one);

static async work(void)
{
	ASYNC(struct task a, b);
	task_set_start(&set, &naps[0], "nap", nap, 1);
	task_set_start(&set, &naps[1], "nap", nap, 2);
	task_start(&my->a, "a", take_one);
#ifdef FIXED
	AWAIT(task_await(&my->a));
#endif
	task_start(&my->b, "b", take_one);
	AWAIT(task_await(&my->a));
	AWAIT(task_await(&my->b));
	ASYNC_END;
}
EXAMPLE(work);
