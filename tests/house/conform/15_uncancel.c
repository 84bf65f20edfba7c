/* Rule 15: uncancel takes one request back; at none left, a cancel that was not delivered yet never is. */
#include "tests/house/conform/conform.h"

static async async_main(void)
{
	struct task *me = task_running;
	enum status err;

	ASYNC();
	task_cancel(me);
	say("one request, %d left", task_uncancel(me));
	AWAIT_CATCH_ALL(err, sleep_ms(10));
	say("sleep: %s", status_name(err));
	task_cancel(me);
	task_cancel(me);
	say("two requests, %d left", task_uncancel(me));
	AWAIT_CATCH_ALL(err, sleep_ms(10));
	say("sleep: %s, %d left", status_name(err), me->cancelling);
	say("none: %d, never fewer: %d", task_uncancel(me), task_uncancel(me));
	AWAIT_CATCH_ALL(err, sleep_ms(10));
	say("sleep: %s", status_name(err));
	ASYNC_END;
}
RUN_MAIN;
