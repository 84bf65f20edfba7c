/* Rule 1: a turn runs those who were ready when it began, so nobody can keep the deadlines waiting by being
 * ready all the time. */
#include "tests/house/conform/conform.h"

static async busy(void)
{
	ASYNC(int i);
	for (my->i = 0; my->i < 6; my->i++) {
		say("busy %d", my->i);
		spend(10);
		AWAIT(sleep_ms(0));
	}
	ASYNC_END;
}
ASYNC_ENTRY(busy);

static async sleepy(void)
{
	ASYNC();
	AWAIT(sleep_ms(25));
	say("awake");
	ASYNC_END;
}
ASYNC_ENTRY(sleepy);

static async async_main(void)
{
	ASYNC(struct task sleeper, worker);
	task_start(&my->sleeper, "sleepy", sleepy);
	task_start(&my->worker, "busy", busy);
	AWAIT(task_await(&my->worker));
	AWAIT(task_await(&my->sleeper));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
