/* Rule 9: the callbacks of a task's end are queued: they run in the turn after it, in the order in which
 * they were added; one that is added later is told one turn later too. */
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

struct callback {
	struct task_link link;
	int number;
};

static void call(struct task_link *l)
{
	say("callback %d", container_of(l, struct callback, link)->number);
}

static async async_main(void)
{
	ASYNC(struct task computer, ticker; struct callback callbacks[4]);
	task_start(&my->computer, "computer", compute);
	task_start(&my->ticker, "ticker", tick);
	for (int i = 0; i < 4; i++)
		my->callbacks[i].number = i;
	for (int i = 0; i < 3; i++)
		task_link(&my->callbacks[i].link, &my->computer, call);
	AWAIT(task_await(&my->ticker));
	task_link(&my->callbacks[3].link, &my->computer, call);
	say("added one");
	AWAIT(sleep_ms(0));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
