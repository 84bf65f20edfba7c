/* Mistake: a task is started with the address of a local variable. The address is copied, but what it
 * points to is gone when the task runs. In Python the task would keep the object. */
// aborts: work: what an argument of the task points to is a C variable
// check: a task is given the address of 'plan', which is gone when this coroutine pauses
#include "coro/many/gather.h"
#include "tests/house/misuse/example.h"

struct plan {
	int ms;
};

static async nap(struct plan *plan)
{
	ASYNC();
	AWAIT(sleep_for(plan->ms * NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(nap, struct plan *);

static async work(void)
{
#ifdef FIXED
	ASYNC(struct task_set set; struct set_task nap; struct plan plan);
	my->plan.ms = 1;
	task_set_start(&my->set, &my->nap, "nap", nap, &my->plan);
#else
	ASYNC(struct task_set set; struct set_task nap);
	{
		struct plan plan = {.ms = 1};

		task_set_start(&my->set, &my->nap, "nap", nap, &plan); /* here */
	}
#endif
	AWAIT(gather(&my->set));
	ASYNC_END;
}
EXAMPLE(work);
