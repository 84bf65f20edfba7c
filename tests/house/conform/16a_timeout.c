/* Rule 16: timeout cancels a block whose time is up, and makes ASYNC_TIMEOUT of that cancellation. */
#include "coro/timeout.h"
#include "tests/house/conform/conform.h"

static async nap(int ms, int limit)
{
	ASYNC(struct timeout timeout);
	ASYNC_WITH(timeout_enter(&my->timeout, limit * NS_PER_MS)) {
		AWAIT(sleep_ms(ms));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(nap, int, int);

static async async_main(void)
{
	enum status err;

	ASYNC(struct task task);
	AWAIT_CATCH_ALL(err, nap(10, 30));
	say("a nap of 10 within 30: %s", status_name(err));
	AWAIT_CATCH_ALL(err, nap(40, 30));
	say("a nap of 40 within 30: %s", status_name(err));
	say("requests left: %d", task_running->cancelling);
	task_start(&my->task, "nap", nap, 40, 30);
	AWAIT(sleep_ms(20));
	task_cancel(&my->task);
	AWAIT_CATCH_ALL(err, task_await(&my->task));
	say("cancelled by somebody else: %s", status_name(err));
	AWAIT(sleep_ms(50));
	say("and nothing comes later");
	ASYNC_END;
}
RUN_MAIN;
