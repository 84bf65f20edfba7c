/* Rule 17: a cancel of who waits goes through wait_for: also if the result comes in the same moment. */
#include "coro/many/locks.h"
#include "coro/timeout.h"
#include "tests/house/conform/conform.h"

static async work(struct event *ready)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, event_wait(ready));
	say("work: %s", status_name(err));
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(work, struct event *);

static async wait(struct event *ready)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, wait_for(90 * NS_PER_MS, work, ready));
	say("wait_for: %s, requests left: %d", status_name(err), task_running->cancelling);
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(wait, struct event *);

static async async_main(void)
{
	enum status err;

	ASYNC(struct event ready; struct task task; int answers);
	for (my->answers = 0; my->answers <= 1; my->answers++) {
		event_init(&my->ready);
		task_start(&my->task, "wait", wait, &my->ready);
		AWAIT(sleep_ms(10));
		if (my->answers)
			event_set(&my->ready);
		task_cancel(&my->task);
		AWAIT_CATCH_ALL(err, task_await(&my->task));
		say("answered %d: %s", my->answers, status_name(err));
	}
	ASYNC_END;
}
RUN_MAIN;
