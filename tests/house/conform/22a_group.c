/* Rule 22: the first failure in a task group cancels the other tasks and the block, and the group waits for
 * all of them. */
#include "coro/many/group.h"
#include "tests/house/conform/conform.h"

static async work(int ms, int cleanup, enum status error)
{
	ASYNC(enum status err);
	AWAIT_CATCH_ALL(my->err, sleep_ms(ms));
	AWAIT(sleep_ms(cleanup));
	say("%d ends: %s", ms, status_name(my->err));
	if (my->err || error)
		ASYNC_RAISE(my->err ? my->err : error);
	ASYNC_END;
}
ASYNC_ENTRY(work, int, int, enum status);

static async group(bool fails)
{
	static const int ms[] = {10, 20, 50}, cleanup[] = {0, 0, 15};
	const enum status errors[] = {ASYNC_OK, fails ? ASYNC_E_DISCONNECTED : ASYNC_OK, ASYNC_OK};
	enum status err;

	ASYNC(struct task_group tasks; struct set_task task[3]; int i);
	ASYNC_WITH(task_group_enter(&my->tasks)) {
		for (my->i = 0; my->i < 3; my->i++)
			AWAIT(task_group_start(&my->tasks, &my->task[my->i], "work", work, ms[my->i],
				cleanup[my->i], errors[my->i]));
		AWAIT_CATCH_ALL(err, sleep_ms(30));
		say("block: %s", status_name(err));
		if (err)
			ASYNC_RAISE(err);
	} ASYNC_EXIT(task_group_exit(&my->tasks, ASYNC_RAISED));
	ASYNC_END;
}

static async async_main(void)
{
	enum status err;

	ASYNC(int fails);
	for (my->fails = false; my->fails <= true; my->fails++) {
		AWAIT_CATCH_ALL(err, group(my->fails));
		say("group: %s", status_name(err));
	}
	ASYNC_END;
}
RUN_MAIN;
