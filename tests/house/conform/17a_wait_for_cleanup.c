/* Rule 17: wait_for cancels what takes too long, waits for its cleanup, and only then tells ASYNC_TIMEOUT. */
#include "coro/timeout.h"
#include "tests/house/conform/conform.h"

static async work(int ms, int cleanup, bool swallows)
{
	ASYNC(enum status err);
	AWAIT_CATCH_ALL(my->err, sleep_ms(ms));
	say("work of %d: %s", ms, status_name(my->err));
	AWAIT(sleep_ms(cleanup));
	if (my->err && !swallows)
		ASYNC_RAISE(my->err);
	ASYNC_END;
}
ASYNC_ENTRY(work, int, int, bool);

static async async_main(void)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, wait_for(20 * NS_PER_MS, work, 10, 0, false));
	say("in time: %s", status_name(err));
	AWAIT_CATCH_ALL(err, wait_for(20 * NS_PER_MS, work, 30, 40, false));
	say("late: %s", status_name(err));
	AWAIT_CATCH_ALL(err, wait_for(20 * NS_PER_MS, work, 30, 40, true));
	say("late, but it went on: %s", status_name(err));
	ASYNC_END;
}
RUN_MAIN;
