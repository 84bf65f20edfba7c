/* Rule 8: awaiting a coroutine, or a task that is done, is no pause: nobody else runs meanwhile. */
#include "tests/house/conform/conform.h"

static async compute(int *result)
{
	ASYNC();
	say("compute");
	*result = 42;
	ASYNC_END;
}
ASYNC_ENTRY(compute, int *);

static async tick(void)
{
	ASYNC(int i);
	for (my->i = 0; my->i < 5; my->i++) {
		say("tick %d", my->i);
		AWAIT(sleep_ms(0));
	}
	ASYNC_END;
}
ASYNC_ENTRY(tick);

static async async_main(void)
{
	ASYNC(struct task ticker, task; int of_task, of_call);
	task_start(&my->ticker, "ticker", tick);
	task_start(&my->task, "task", compute, &my->of_task);
	AWAIT(task_await(&my->task));
	say("task: %d", my->of_task);
	AWAIT(compute(&my->of_call));
	say("coroutine: %d", my->of_call);
	AWAIT(task_await(&my->task));
	say("task again: %d", my->of_task);
	AWAIT(task_await(&my->ticker));
	ASYNC_END;
}
RUN_MAIN;
