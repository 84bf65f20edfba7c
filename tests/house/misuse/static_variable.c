/* Mistake: a static variable is used in place of a field. It survives the awaits; but two tasks that run the
 * coroutine share it. In Python each has its own. */
// not caught: if only one task runs the coroutine, it is right
#include "tests/house/misuse/example.h"

static async count(void)
{
#ifdef FIXED
	ASYNC(int i);
	for (my->i = 0; my->i < 3; my->i++)
		AWAIT(sleep_for(0));
	printf("%d, as expected\n", my->i);
#else
	static int i;

	ASYNC();
	for (i = 0; i < 3; i++)
		AWAIT(sleep_for(0));
	printf("%d, and 3 is expected\n", i);
#endif
	ASYNC_END;
}
ASYNC_ENTRY(count);

static async work(void)
{
	ASYNC(struct task first, second);
	task_start(&my->first, "first", count);
	task_start(&my->second, "second", count);
	AWAIT(task_await(&my->first));
	AWAIT(task_await(&my->second));
	ASYNC_END;
}
EXAMPLE(work);
