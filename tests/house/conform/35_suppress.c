/* Rule 35: finally runs whatever the block did, and may wait; an exit that swallows the error lets one go on behind it. */
#include "coro/error.h"
#include "tests/house/conform/conform.h"

static async clean_up(const char *name)
{
	ASYNC();
	say("%s: cleaning up", name);
	AWAIT(sleep_ms(5));
	say("%s: clean", name);
	ASYNC_END;
}

static async finish(int way)
{
	ASYNC(int i);
	for (; my->i < 2; my->i++) {
		ASYNC_TRY_BLOCK {
			AWAIT(sleep_ms(10));
			if (way == 1)
				ASYNC_RETURN();
			if (way == 2)
				ASYNC_RAISE(ASYNC_E_INVALID);
		} ASYNC_FINALLY(clean_up("finally"));
		say("behind %d", my->i);
	}
	ASYNC_END;
}
ASYNC_ENTRY(finish, int);

static async suppress(enum status error)
{
	ASYNC();
	ASYNC_TRY_BLOCK {
		ASYNC_TRY_BLOCK {
			AWAIT(sleep_ms(10));
			ASYNC_RAISE(error); /* ASYNC_OK is a return */
		} ASYNC_FINALLY(clean_up("inside"));
	} ASYNC_FINALLY(async_suppress(&my->coro, ASYNC_TIMEOUT));
	say("goes on");
	ASYNC_END;
}

static async async_main(void)
{
	static const enum status errors[] = {ASYNC_TIMEOUT, ASYNC_E_INVALID, ASYNC_OK};
	enum status err;

	ASYNC(int way; struct task task);
	for (; my->way < 3; my->way++) {
		AWAIT_CATCH_ALL(err, finish(my->way));
		say("finish: %s", status_name(err));
	}
	for (my->way = 0; my->way < 3; my->way++) {
		AWAIT_CATCH_ALL(err, suppress(errors[my->way]));
		say("suppress: %s", status_name(err));
	}
	task_start(&my->task, "finish", finish, 0);
	AWAIT(sleep_ms(5));
	task_cancel(&my->task);
	AWAIT_CATCH_ALL(err, task_await(&my->task));
	say("cancelled: %s", status_name(err));
	ASYNC_END;
}
RUN_MAIN;
