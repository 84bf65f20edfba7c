/* Mistake: a task passes a pointer that it was given on to another task, which outlives what it points to. */
// aborts: first: returns, but task 3 (third) with a pointer to its frame still runs
#include "coro/task.h"
#include "tests/house/misuse/example.h"

static struct task the_third;

static async third(int *n)
{
	ASYNC();
	AWAIT(sleep_for(5 * NS_PER_MS));
	printf("%d\n", *n);
	ASYNC_END;
}
ASYNC_ENTRY(third, int *);

static async second(int *n)
{
	ASYNC();
	task_start(&the_third, "third", third, n); /* here */
	AWAIT(sleep_for(0));
#ifdef FIXED
	AWAIT(task_await(&the_third));
#endif
	ASYNC_END;
}
ASYNC_ENTRY(second, int *);

static async first(void)
{
	ASYNC(int n; struct task task);
	task_start(&my->task, "second", second, &my->n);
	AWAIT(task_await(&my->task));
	ASYNC_END; /* here */
}

static async work(void)
{
	ASYNC();
	AWAIT(first());
	AWAIT(sleep_for(20 * NS_PER_MS));
	ASYNC_END;
}
EXAMPLE(work);
