/* Rule 22: a cancel from outside goes to all tasks of a group, in its block or at its exit; an error of
 * theirs is told first. */
#include "coro/many/group.h"
#include "tests/house/conform/conform.h"

static async work(int cleanup, enum status error)
{
	ASYNC(enum status err);
	AWAIT_CATCH_ALL(my->err, sleep_ms(50));
	AWAIT(sleep_ms(cleanup));
	say("cleanup of %d: %s", cleanup, status_name(my->err));
	if (my->err || error)
		ASYNC_RAISE(error ? error : my->err);
	ASYNC_END;
}
ASYNC_ENTRY(work, int, enum status);

static async group(int block_ms, enum status error)
{
	ASYNC(struct task_group tasks; struct set_task one, two);
	ASYNC_WITH(task_group_enter(&my->tasks)) {
		AWAIT(task_group_start(&my->tasks, &my->one, "one", work, 10, ASYNC_OK));
		AWAIT(task_group_start(&my->tasks, &my->two, "two", work, 20, error));
		AWAIT(sleep_ms(block_ms));
		say("block ends");
	} ASYNC_EXIT(task_group_exit(&my->tasks, ASYNC_RAISED));
	ASYNC_END;
}

static async worker(int block_ms, enum status error)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, group(block_ms, error));
	say("group: %s, requests: %d", status_name(err), task_running->cancelling);
	AWAIT_CATCH_ALL(err, sleep_ms(5));
	say("next await: %s", status_name(err));
	ASYNC_END;
}
ASYNC_ENTRY(worker, int, enum status);

static async async_main(void)
{
	static const int block_ms[] = {40, 0, 40};
	static const enum status errors[] = {ASYNC_OK, ASYNC_OK, ASYNC_E_DISCONNECTED};

	ASYNC(struct task task; int i);
	for (my->i = 0; my->i < 3; my->i++) {
		task_start(&my->task, "worker", worker, block_ms[my->i], errors[my->i]);
		AWAIT(sleep_ms(10));
		task_cancel(&my->task);
		AWAIT(task_await(&my->task));
	}
	ASYNC_END;
}
RUN_MAIN;
