/* Rule 16: a block that its timeout and somebody else cancelled stays cancelled. */
#include "coro/timeout.h"
#include "tests/house/conform/conform.h"

static async nap(void)
{
	ASYNC(struct timeout timeout; enum status err);
	ASYNC_WITH(timeout_enter(&my->timeout, 20 * NS_PER_MS)) {
		AWAIT_CATCH_ALL(my->err, sleep_ms(50));
		say("nap: %s", status_name(my->err));
		AWAIT(sleep_ms(20));
		ASYNC_RAISE(my->err);
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}

static async worker(void)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, nap());
	say("with cleanup: %s, requests left: %d", status_name(err), task_running->cancelling);
	ASYNC_END;
}
ASYNC_ENTRY(worker);

static async async_main(void)
{
	enum status err;

	ASYNC(struct task task);
	task_start(&my->task, "worker", worker);
	AWAIT(sleep_ms(30));
	task_cancel(&my->task);
	AWAIT(task_await(&my->task));
	task_start(&my->task, "worker", worker);
	AWAIT(sleep_ms(50));
	task_cancel(&my->task);
	AWAIT_CATCH_ALL(err, task_await(&my->task));
	say("worker: %s", status_name(err));
	ASYNC_END;
}
RUN_MAIN;
