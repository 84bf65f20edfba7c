/* Rule 18: with return_exceptions gather waits for all, and errors are results like any other. */
#include "tests/house/conform/conform.h"

static async work(int ms, enum status error)
{
	ASYNC();
	AWAIT(sleep_ms(ms));
	if (error)
		ASYNC_RAISE(error);
	ASYNC_END;
}
ASYNC_ENTRY(work, int, enum status);

static async async_main(void)
{
	static const enum status errors[] = {
		ASYNC_E_DISCONNECTED, ASYNC_OK, ASYNC_E_INVALID, ASYNC_CANCELLED};
	enum status err;

	ASYNC(struct task_set set; struct set_task tasks[4]);
	task_set_init(&my->set);
	for (int i = 0; i < 4; i++)
		task_set_start(&my->set, &my->tasks[i], "work", work, 40 - 10 * i, errors[i]);
	AWAIT_CATCH_ALL(err, gather_return_exceptions(&my->set));
	say("gather: %s", status_name(err));
	AWAIT(sleep_ms(40));
	for (int i = 0; i < 4; i++)
		say("%d: %s", i, status_name(task_result(&my->tasks[i].task)));
	ASYNC_END;
}
RUN_MAIN;
