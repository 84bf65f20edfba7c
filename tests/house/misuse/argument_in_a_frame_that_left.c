/* Mistake: a coroutine starts a task with the address of one of its fields, and returns. The task lives on,
 * elsewhere; the field does not. In Python the task would keep the object. */
// aborts: start_nap: returns, but task 2 (nap) with a pointer to its frame still runs
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

static async start_nap(struct task *task, struct plan *lasting)
{
	ASYNC(struct plan plan);
	(void)lasting;
#ifdef FIXED
	lasting->ms = 1;
	task_start(task, "nap", nap, lasting);
#else
	my->plan.ms = 1;
	task_start(task, "nap", nap, &my->plan); /* here */
#endif
	ASYNC_END; /* here */
}

static async work(void)
{
	ASYNC(struct task task; struct plan plan);
	AWAIT(start_nap(&my->task, &my->plan));
	AWAIT(sleep_for(5 * NS_PER_MS));
	ASYNC_END;
}
EXAMPLE(work);
