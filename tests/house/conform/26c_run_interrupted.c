/* Rule 26: the first SIGINT cancels main, which ends through its cleanup; then those who are left, and run
 * tells of it. */
#include "tests/house/conform/conform.h"

#include <signal.h>

static struct task tasks[3];

static async work(int ms)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, sleep_ms(ms));
	say("work of %d: %s", ms, status_name(err));
	ASYNC_END;
}
ASYNC_ENTRY(work, int);

static async knock(void)
{
	ASYNC();
	AWAIT(sleep_ms(10));
	raise(SIGINT);
	say("knocked");
	ASYNC_END;
}
ASYNC_ENTRY(knock);

static async async_main(void)
{
	ASYNC(enum status err);
	task_start(&tasks[0], "work", work, 20);
	task_start(&tasks[1], "work", work, 90);
	task_start(&tasks[2], "knock", knock);
	AWAIT_CATCH_ALL(my->err, sleep_ms(50));
	say("main: %s", status_name(my->err));
	AWAIT(sleep_ms(30));
	say("main, after its cleanup");
	if (my->err)
		ASYNC_RAISE(my->err);
	ASYNC_END;
}
ASYNC_ENTRY(async_main);

int main(void)
{
	enum status outcome;

	signal(SIGINT, SIG_DFL);
	if (loop_open(LOOP_VIRTUAL) < 0)
		return 2;
	outcome = async_run(async_main);
	say("run: %s", run_interrupted() ? "interrupted" : status_name(outcome));
	loop_close();
	return 0;
}
