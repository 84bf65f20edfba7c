/* Rule 16: a timeout can be rescheduled: later, never, or to a time that has passed; not once it has expired. */
#include "coro/timeout.h"
#include "tests/house/conform/conform.h"

static async work(int64_t deadline, int nap)
{
	enum status err;

	ASYNC(struct timeout timeout);
	ASYNC_WITH(timeout_enter(&my->timeout, 20 * NS_PER_MS)) {
		AWAIT(sleep_ms(10));
		ASYNC_TRY(timeout_reschedule(&my->timeout, deadline));
		AWAIT_CATCH_ALL(err, sleep_ms(nap));
		say("in the block: %s", status_name(err));
		if (my->timeout.expired && timeout_reschedule(&my->timeout, TIMEOUT_NEVER) == ASYNC_E_INVALID)
			say("refused");
		ASYNC_TRY(err);
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}

static async async_main(void)
{
	static const int64_t deadlines[] = {50 * NS_PER_MS, TIMEOUT_NEVER, 0, 100 * NS_PER_MS};
	enum status err;

	ASYNC(int i);
	for (; my->i < 4; my->i++) {
		AWAIT_CATCH_ALL(err, work(deadlines[my->i], 30));
		say("outside: %s", status_name(err));
	}
	ASYNC_END;
}
RUN_MAIN;
