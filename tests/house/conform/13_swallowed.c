/* Rule 13: a task may swallow its cancel and go on; then it is not cancelled, and returns its value. The
 * request stays counted. */
#include "tests/house/conform/conform.h"

static async work(int *result)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, sleep_ms(100));
	say("swallowed: %s", status_name(err));
	AWAIT(sleep_ms(10));
	say("went on");
	*result = 5;
	ASYNC_END;
}
ASYNC_ENTRY(work, int *);

static async async_main(void)
{
	enum status err;

	ASYNC(struct task task; int result);
	task_start(&my->task, "worker", work, &my->result);
	AWAIT(sleep_ms(5));
	say("cancelling: %d", my->task.cancelling);
	task_cancel(&my->task);
	say("cancelling: %d", my->task.cancelling);
	AWAIT_CATCH_ALL(err, task_await(&my->task));
	say("worker: %s", status_name(err));
	if (!err)
		say("result: %d", my->result);
	say("cancelling: %d", my->task.cancelling);
	ASYNC_END;
}
RUN_MAIN;
