/* Rule 21: a cancel ends the wait for a shielded task at once, and the task goes on; without shield it is
 * passed on. */
#include "tests/house/conform/conform.h"

static async work(void)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, sleep_ms(40));
	say("work: %s", status_name(err));
	if (err)
		ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(work);

static async wait(struct task *task, bool shielded)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, shielded ? shield(task) : task_await(task));
	say("shielded %d: %s", shielded, status_name(err));
	ASYNC_END;
}
ASYNC_ENTRY(wait, struct task *, bool);

static async async_main(void)
{
	enum status err;

	ASYNC(struct task task, waiter; int shielded);
	for (my->shielded = true; my->shielded >= false; my->shielded--) {
		task_start(&my->task, "work", work);
		task_start(&my->waiter, "wait", wait, &my->task, my->shielded);
		AWAIT(sleep_ms(10));
		task_cancel(&my->waiter);
		AWAIT(task_await(&my->waiter));
		AWAIT_CATCH_ALL(err, task_await(&my->task));
		say("task: %s", status_name(err));
	}
	task_start(&my->task, "work", work);
	task_start(&my->waiter, "wait", wait, &my->task, true);
	AWAIT(sleep_ms(10));
	task_cancel(&my->task);
	AWAIT(task_await(&my->waiter));
	say("waiter's requests: %d", my->waiter.cancelling);
	ASYNC_END;
}
RUN_MAIN;
