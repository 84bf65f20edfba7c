/* Rule 14: each cancel is delivered once, so a second one hits the await inside the cleanup. */
#include "tests/house/conform/conform.h"

static async clean_up(void)
{
	ASYNC(enum status err);
	say("cleaning up");
	AWAIT_CATCH_ALL(my->err, sleep_ms(100));
	say("cleanup: %s", status_name(my->err));
	AWAIT(sleep_ms(10));
	say("cleaned up");
	ASYNC_RAISE(my->err);
	ASYNC_END;
}

static async work(void)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, sleep_ms(100));
	say("work: %s", status_name(err));
	AWAIT(clean_up());
	say("not reached");
	ASYNC_END;
}
ASYNC_ENTRY(work);

static async async_main(void)
{
	enum status err;

	ASYNC(struct task task);
	task_start(&my->task, "worker", work);
	AWAIT(sleep_ms(10));
	task_cancel(&my->task);
	AWAIT(sleep_ms(10));
	task_cancel(&my->task);
	AWAIT_CATCH_ALL(err, task_await(&my->task));
	say("worker: %s, cancelling: %d", status_name(err), my->task.cancelling);
	ASYNC_END;
}
RUN_MAIN;
