/* Rule 17: with no time at all wait_for never starts what it is given. */
#include "coro/timeout.h"
#include "tests/house/conform/conform.h"

static async work(void)
{
	ASYNC();
	say("work begins");
	AWAIT(sleep_ms(10));
	ASYNC_END;
}
ASYNC_ENTRY(work);

static async async_main(void)
{
	enum status err;

	ASYNC(int ns);
	for (my->ns = 1000000; my->ns >= -1000000; my->ns -= 1000000) {
		AWAIT_CATCH_ALL(err, wait_for(my->ns, work));
		say("in %d ns: %s", my->ns, status_name(err));
	}
	ASYNC_END;
}
RUN_MAIN;
