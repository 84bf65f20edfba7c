/* Rule 26: what a cleanup creates while run ends may be awaited by it; nobody waits for what is not: it has a few turns
 * more, and never goes on after that. */
#include "tests/house/conform/conform.h"

static struct task working, sleeping, helping, being_late;

static async late(void)
{
	ASYNC(int i);
	for (my->i = 0; my->i < 20; my->i++) {
		say("late: turn %d", my->i);
		AWAIT(sleep_ms(0));
	}
	ASYNC_END;
}
ASYNC_ENTRY(late);

static async sleeper(void)
{
	ASYNC();
	say("sleeper begins");
	AWAIT(sleep_ms(5));
	say("sleeper wakes");
	AWAIT(sleep_ms(1000));
	say("sleeper wakes again");
	ASYNC_END;
}
ASYNC_ENTRY(sleeper);

static async helper(void)
{
	ASYNC();
	AWAIT(sleep_ms(10));
	say("helper ends");
	ASYNC_END;
}
ASYNC_ENTRY(helper);

static async work(void)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, sleep_ms(50));
	say("work: %s", status_name(err));
	task_start(&sleeping, "sleeper", sleeper);
	task_start(&helping, "helper", helper);
	AWAIT(task_await(&helping));
	task_start(&being_late, "late", late);
	say("work, after its cleanup");
	ASYNC_END;
}
ASYNC_ENTRY(work);

static async async_main(void)
{
	ASYNC();
	task_start(&working, "work", work);
	AWAIT(sleep_ms(20));
	say("main ends");
	ASYNC_END;
}
ASYNC_ENTRY(async_main);

int main(void)
{
	if (loop_open(LOOP_VIRTUAL) < 0)
		return 2;
	if (async_run(async_main) != ASYNC_OK)
		return 1;
	say("run ends");
	loop_close();
	return 0;
}
