/* Rule 13: who catches errors does not catch a cancel: it passes, through the exits of all blocks, and nothing behind the
 * await runs. An error of its own is caught, and the task goes on. */
#include "tests/house/conform/conform.h"

static async fail(void)
{
	ASYNC();
	AWAIT(sleep_ms(10));
	ASYNC_RAISE(ASYNC_TIMEOUT);
	ASYNC_END;
}

static async enter(void)
{
	return ASYNC_OK;
}

static async leave(enum status raised)
{
	say("leaves: %s", status_name(raised));
	return ASYNC_OK;
}

static async work(void)
{
	enum status err = ASYNC_OK;

	ASYNC();
	AWAIT_CATCH(err, fail());
	say("caught: %s", status_name(err));
	ASYNC_WITH(enter()) {
		AWAIT_CATCH(err, sleep_ms(100));
		say("went on: %s", status_name(err));
	} ASYNC_EXIT(leave(ASYNC_RAISED));
	say("went on");
	ASYNC_END;
}
ASYNC_ENTRY(work);

static async async_main(void)
{
	enum status err;

	ASYNC(struct task task);
	task_start(&my->task, "worker", work);
	AWAIT(sleep_ms(50));
	task_cancel(&my->task);
	AWAIT_CATCH_ALL(err, task_await(&my->task));
	say("worker: %s", status_name(err));
	ASYNC_END;
}
RUN_MAIN;
