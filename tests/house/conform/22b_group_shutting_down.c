/* Rule 22: a group that is shutting down takes no new task; what it was given never runs. */
#include "coro/many/group.h"
#include "tests/house/conform/conform.h"

static async work(int ms, enum status error)
{
	ASYNC();
	say("%d begins", ms);
	AWAIT(sleep_ms(ms));
	if (error)
		ASYNC_RAISE(error);
	ASYNC_END;
}
ASYNC_ENTRY(work, int, enum status);

static async group(void)
{
	enum status err;

	ASYNC(struct task_group tasks; struct set_task one, more);
	ASYNC_WITH(task_group_enter(&my->tasks)) {
		AWAIT(task_group_start(&my->tasks, &my->one, "one", work, 10, ASYNC_E_DISCONNECTED));
		AWAIT_CATCH_ALL(err, sleep_ms(50));
		say("block: %s", status_name(err));
		AWAIT_CATCH_ALL(err, task_group_start(&my->tasks, &my->more, "more", work, 20, ASYNC_OK));
		say("one more: %s", err ? "refused" : "taken");
	} ASYNC_EXIT(task_group_exit(&my->tasks, ASYNC_RAISED));
	ASYNC_END;
}

static async async_main(void)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, group());
	say("group: %s", status_name(err));
	ASYNC_END;
}
RUN_MAIN;
