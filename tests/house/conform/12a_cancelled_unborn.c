/* Rule 12a: a task that is cancelled before its first step never runs, not even its cleanup. */
#include "tests/house/conform/conform.h"

static async work(const char *name)
{
	enum status err;

	ASYNC();
	say("%s begins", name);
	AWAIT_CATCH_ALL(err, sleep_ms(100));
	say("%s cleans up", name);
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(work, const char *);

static async async_main(void)
{
	enum status err;

	ASYNC(struct task early, late);
	task_start(&my->early, "early", work, "early");
	task_start(&my->late, "late", work, "late");
	task_cancel(&my->early);
	AWAIT(sleep_ms(10));
	task_cancel(&my->late);
	AWAIT_CATCH_ALL(err, task_await(&my->early));
	say("early: %s", status_name(err));
	AWAIT_CATCH_ALL(err, task_await(&my->late));
	say("late: %s", status_name(err));
	ASYNC_END;
}
RUN_MAIN;
