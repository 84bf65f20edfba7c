/* Rule 16: a block that swallows the cancel ends as it likes, but its timeout has expired. */
#include "coro/timeout.h"
#include "tests/house/conform/conform.h"

static async stubborn(bool swallows)
{
	enum status err;

	ASYNC(struct timeout timeout);
	ASYNC_WITH(timeout_enter(&my->timeout, 20 * NS_PER_MS)) {
		AWAIT_CATCH_ALL(err, sleep_ms(50));
		say("in the block: %s", status_name(err));
		if (err && !swallows)
			ASYNC_RAISE(err);
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	say("behind the block: expired %d", my->timeout.expired);
	ASYNC_END;
}

static async async_main(void)
{
	struct task *me = task_running;
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, stubborn(true));
	say("stubborn: %s, requests left: %d", status_name(err), me->cancelling);
	task_cancel(me);
	AWAIT_CATCH_ALL(err, sleep_ms(0));
	say("swallowed one, requests left: %d", me->cancelling);
	AWAIT_CATCH_ALL(err, stubborn(false));
	say("not stubborn: %s, requests left: %d", status_name(err), me->cancelling);
	ASYNC_END;
}
RUN_MAIN;
