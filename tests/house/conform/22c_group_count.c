/* Rule 22: a group that ends by its own error takes its cancel of the parent back; only others' requests are
 * left. */
#include "coro/many/group.h"
#include "tests/house/conform/conform.h"

static async work(int ms)
{
	ASYNC();
	AWAIT(sleep_ms(ms));
	ASYNC_RAISE(ASYNC_E_DISCONNECTED);
	ASYNC_END;
}
ASYNC_ENTRY(work, int);

static async group(void)
{
	enum status err;

	ASYNC(struct task_group tasks; struct set_task task);
	ASYNC_WITH(task_group_enter(&my->tasks)) {
		AWAIT(task_group_start(&my->tasks, &my->task, "work", work, 10));
		AWAIT_CATCH_ALL(err, sleep_ms(50));
		say("block: %s, requests: %d", status_name(err), task_running->cancelling);
		if (err)
			ASYNC_RAISE(err);
	} ASYNC_EXIT(task_group_exit(&my->tasks, ASYNC_RAISED));
	ASYNC_END;
}

static async report(void)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, group());
	say("group: %s, requests: %d", status_name(err), task_running->cancelling);
	AWAIT_CATCH_ALL(err, sleep_ms(10));
	say("sleep: %s", status_name(err));
	ASYNC_END;
}

static async async_main(void)
{
	enum status err;

	ASYNC();
	AWAIT(report());
	task_cancel(task_running);
	AWAIT_CATCH_ALL(err, sleep_ms(0));
	say("swallowed: %s, requests: %d", status_name(err), task_running->cancelling);
	AWAIT(report());
	ASYNC_END;
}
RUN_MAIN;
