/* Rule 11: cancel only requests, and tells whether there was anything to request: the cancel arrives at the
 * await, and the task is not cancelled before its cleanup is done. */
#include "tests/house/conform/conform.h"

static async clean_up(enum status raised)
{
	ASYNC();
	say("finally: %s", status_name(raised));
	AWAIT(sleep_ms(8));
	say("cleaned up");
	ASYNC_END;
}

static async work(void)
{
	ASYNC(enum status err);
	AWAIT_CATCH_ALL(my->err, sleep_ms(100));
	AWAIT(clean_up(my->err));
	ASYNC_RAISE(my->err);
	ASYNC_END;
}
ASYNC_ENTRY(work);

static bool is_cancelled(const struct task *t)
{
	return t->state == TASK_DONE && t->result == ASYNC_CANCELLED;
}

static async async_main(void)
{
	ASYNC(struct task task; int i);
	task_start(&my->task, "worker", work);
	AWAIT(sleep_ms(5));
	say("cancel: %d", task_cancel(&my->task));
	for (my->i = 0; my->i < 4; my->i++) {
		say("cancelled: %d", is_cancelled(&my->task));
		AWAIT(sleep_ms(5));
	}
	say("cancel: %d", task_cancel(&my->task));
	say("cancelled: %d", is_cancelled(&my->task));
	ASYNC_END;
}
RUN_MAIN;
