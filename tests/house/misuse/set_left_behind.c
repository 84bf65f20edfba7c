/* Mistake: a set lies in a frame that is left while one of its tasks, which lies elsewhere, still runs. That
 * one's end would be told to memory that is used again. In Python the set stays as long as somebody needs it.
 * */
// aborts: first_of_two: returns, but the task set in its frame is still open
#include "coro/many/gather.h"
#include "tests/house/misuse/example.h"

static struct set_task tasks[2];

static async nap(int ms)
{
	ASYNC();
	AWAIT(sleep_for(ms * NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(nap, int);

static async first_of_two(void)
{
	ASYNC(struct task_set set; struct task *done);
	task_set_start(&my->set, &tasks[0], "quick", nap, 1); /* here */
	task_set_start(&my->set, &tasks[1], "slow", nap, 200);
	AWAIT(as_completed(&my->set, &my->done));
#ifdef FIXED
	task_set_let_go(&my->set);
#endif
	ASYNC_END; /* here */
}

static async work(void)
{
	ASYNC();
	AWAIT(first_of_two());
	AWAIT(sleep_for(300 * NS_PER_MS));
	ASYNC_END;
}
EXAMPLE(work);
