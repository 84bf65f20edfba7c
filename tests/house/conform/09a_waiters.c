/* Rule 9: who waits for a task runs in the turn after its end, never from inside it, and in the order in
 * which they came. */
#include "tests/house/conform/conform.h"

static async compute(void)
{
	ASYNC(int i);
	for (my->i = 0; my->i < 2; my->i++)
		AWAIT(sleep_ms(0));
	say("result");
	ASYNC_END;
}
ASYNC_ENTRY(compute);

static async wait_for_it(struct task *task, int number)
{
	ASYNC();
	AWAIT(task_await(task));
	say("waiter %d", number);
	ASYNC_END;
}
ASYNC_ENTRY(wait_for_it, struct task *, int);

static async tick(void)
{
	ASYNC(int i);
	for (my->i = 0; my->i < 5; my->i++) {
		say("turn %d", my->i);
		AWAIT(sleep_ms(0));
	}
	ASYNC_END;
}
ASYNC_ENTRY(tick);

static async async_main(void)
{
	ASYNC(struct task computer, ticker; struct set_task waiters[4]; struct task_set set);
	task_start(&my->computer, "computer", compute);
	task_start(&my->ticker, "ticker", tick);
	task_set_init(&my->set);
	for (int i = 0; i < 4; i++)
		task_set_start(&my->set, &my->waiters[i], "waiter", wait_for_it, &my->computer, i);
	AWAIT(gather(&my->set));
	AWAIT(task_await(&my->ticker));
	ASYNC_END;
}
RUN_MAIN;
