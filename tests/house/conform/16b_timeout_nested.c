/* Rule 16: timeouts nest, and the one that expired reports; of two, the outer one. */
#include "coro/timeout.h"
#include "tests/house/conform/conform.h"

static async inner(int limit, int cleanup)
{
	ASYNC(struct timeout timeout; enum status err);
	ASYNC_WITH(timeout_enter(&my->timeout, limit * NS_PER_MS)) {
		AWAIT_CATCH_ALL(my->err, sleep_ms(50));
		AWAIT(sleep_ms(cleanup));
		if (my->err)
			ASYNC_RAISE(my->err);
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}

static async outer(int limit, int inner_limit, int cleanup)
{
	enum status err;

	ASYNC(struct timeout timeout);
	ASYNC_WITH(timeout_enter(&my->timeout, limit * NS_PER_MS)) {
		AWAIT_CATCH_ALL(err, inner(inner_limit, cleanup));
		say("inner: %s", status_name(err));
		if (err)
			ASYNC_RAISE(err);
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}

static async report(int limit, int inner_limit, int cleanup)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, outer(limit, inner_limit, cleanup));
	say("outer of %d, inner of %d: %s, requests left: %d", limit, inner_limit, status_name(err),
		task_running->cancelling);
	ASYNC_END;
}

static async async_main(void)
{
	ASYNC();
	AWAIT(report(40, 20, 0));
	AWAIT(report(20, 40, 0));
	AWAIT(report(30, 20, 20));
	AWAIT(report(90, 80, 0));
	ASYNC_END;
}
RUN_MAIN;
