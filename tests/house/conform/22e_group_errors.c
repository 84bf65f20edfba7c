/* Rule 22: no error of a group is lost: those of its tasks come in the order of their ends, the block's is the last. */
#include "coro/many/group.h"
#include "tests/house/conform/conform.h"

static async work(int ms, enum status error)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, sleep_ms(ms));
	say("%d ends: %s", ms, status_name(err));
	ASYNC_RAISE(error);
	ASYNC_END;
}
ASYNC_ENTRY(work, int, enum status);

static async have_group(struct task_group *group, struct set_task tasks[2], enum status block_error)
{
	enum status err;

	ASYNC();
	ASYNC_WITH(task_group_enter(group)) {
		AWAIT(task_group_start(group, &tasks[0], "later", work, 30, ASYNC_E_SYSTEM));
		AWAIT(task_group_start(group, &tasks[1], "first", work, 10, ASYNC_E_DISCONNECTED));
		AWAIT_CATCH_ALL(err, sleep_ms(20));
		say("block: %s", status_name(err));
		ASYNC_RAISE(block_error ? block_error : err);
	} ASYNC_EXIT(task_group_exit(group, ASYNC_RAISED));
	ASYNC_END;
}

/* The first is told; the others stand in their tasks, and in the group. */
static async async_main(void)
{
	enum status err;

	ASYNC(int i; struct task_group group; struct set_task tasks[2]);
	for (my->i = 0; my->i < 2; my->i++) {
		AWAIT_CATCH_ALL(err, have_group(&my->group, my->tasks, my->i == 0 ? ASYNC_OK : ASYNC_E_INVALID));
		say("error: %s", status_name(err));
		say("error: %s", status_name(task_result(&my->tasks[0].task)));
		if (my->group.raised != ASYNC_CANCELLED)
			say("error: %s", status_name(my->group.raised));
	}
	ASYNC_END;
}
RUN_MAIN;
