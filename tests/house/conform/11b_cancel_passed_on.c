/* Rule 11: the cancel of a task that waits for another is passed on to that one, and arrives when that one's
 * cleanup is done; a task that others wait for as well is cancelled for all of them. */
#include "tests/house/conform/conform.h"

static async work(void)
{
	ASYNC(enum status err);
	AWAIT_CATCH_ALL(my->err, sleep_ms(100));
	say("worker: %s", status_name(my->err));
	AWAIT(sleep_ms(20));
	say("cleaned up");
	ASYNC_RAISE(my->err);
	ASYNC_END;
}
ASYNC_ENTRY(work);

static async wait_for_it(struct task *task, int number)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, task_await(task));
	say("waiter %d: %s", number, status_name(err));
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(wait_for_it, struct task *, int);

static async async_main(void)
{
	ASYNC(struct task worker; struct set_task waiters[2]; struct task_set set);
	task_start(&my->worker, "worker", work);
	task_set_init(&my->set);
	for (int i = 0; i < 2; i++)
		task_set_start(&my->set, &my->waiters[i], "waiter", wait_for_it, &my->worker, i);
	AWAIT(sleep_ms(10));
	task_cancel(&my->waiters[1].task);
	AWAIT(gather_return_exceptions(&my->set));
	say("asked: %d %d %d", my->waiters[0].task.cancelling, my->waiters[1].task.cancelling,
		my->worker.cancelling);
	ASYNC_END;
}
RUN_MAIN;
