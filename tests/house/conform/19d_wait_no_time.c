/* Rule 19: a wait with no time at all pauses all the same, for two turns: who is ready runs, and the timer fires. */
#include "tests/house/conform/conform.h"

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

static async work(void)
{
	ASYNC();
	AWAIT(sleep_ms(0));
	say("work ends");
	ASYNC_END;
}
ASYNC_ENTRY(work);
ASYNC_ENTRY(sleep_for, int64_t);

static async report(int64_t limit)
{
	ASYNC(struct task ticking; struct task_set set; struct set_task tasks[2]);
	task_start(&my->ticking, "ticking", tick);
	task_set_start(&my->set, &my->tasks[0], "work", work);
	task_set_start(&my->set, &my->tasks[1], "sleep", sleep_for, 50 * NS_PER_MS);
	AWAIT(task_set_wait(&my->set, WAIT_ALL, limit));
	say("done: %u, pending: %u", my->set.ndone, my->set.nrunning);
	AWAIT(task_set_wait(&my->set, WAIT_ALL, -1));
	AWAIT(task_await(&my->ticking));
	ASYNC_END;
}

static async async_main(void)
{
	ASYNC();
	AWAIT(report(0));
	AWAIT(report(NS_PER_MS));
	ASYNC_END;
}
RUN_MAIN;
