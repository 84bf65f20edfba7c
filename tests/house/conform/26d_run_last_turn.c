/* Rule 26: who is ready when main ends still has its turn, before those who are left are cancelled. */
#include "tests/house/conform/conform.h"

static struct task tasks[2];

static async work(int i)
{
	enum status err;

	ASYNC();
	say("%d begins", i);
	AWAIT_CATCH_ALL(err, sleep_ms(10 * i));
	say("%d: %s", i, status_name(err));
	ASYNC_END;
}
ASYNC_ENTRY(work, int);

static async async_main(void)
{
	ASYNC();
	task_start(&tasks[0], "work", work, 0);
	AWAIT(sleep_ms(0));
	task_start(&tasks[1], "work", work, 1);
	say("main ends");
	ASYNC_END;
}
RUN_MAIN;
