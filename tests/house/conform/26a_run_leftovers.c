/* Rule 26: when main ends, run cancels all tasks that are left, and lets their cleanup end before it does. */
#include "tests/house/conform/conform.h"

static struct task tasks[3];

static async work(int i)
{
	ASYNC(enum status err);
	say("%d begins", i);
	AWAIT_CATCH_ALL(my->err, sleep_ms(50));
	AWAIT(sleep_ms(10 * i));
	say("%d, after its cleanup: %s", i, status_name(my->err));
	ASYNC_END;
}
ASYNC_ENTRY(work, int);

static async async_main(void)
{
	ASYNC();
	for (int i = 0; i < 3; i++)
		task_start(&tasks[i], "work", work, i);
	AWAIT(sleep_ms(20));
	say("main ends");
	ASYNC_END;
}
RUN_MAIN;
