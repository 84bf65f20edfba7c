/* Rule 4: whoever is ready runs before the deadlines that have passed meanwhile: so a worker who has what he
 * waited for leaves his timeout in time. */
#include "coro/many/locks.h"
#include "coro/timeout.h"
#include "tests/house/conform/conform.h"

static async wait_10_ms(struct event *event)
{
	ASYNC(struct timeout timeout);
	ASYNC_WITH(timeout_enter(&my->timeout, 10 * NS_PER_MS)) {
		AWAIT(event_wait(event));
		say("got it");
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(wait_10_ms, struct event *);

static async async_main(void)
{
	enum status err;

	ASYNC(struct event event; struct task task);
	event_init(&my->event);
	task_start(&my->task, "worker", wait_10_ms, &my->event);
	AWAIT(sleep_ms(0));
	event_set(&my->event);
	spend(20);
	AWAIT_CATCH_ALL(err, task_await(&my->task));
	say("worker: %s", status_name(err));
	ASYNC_END;
}
RUN_MAIN;
