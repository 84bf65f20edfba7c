/* Rule 12c: who cancels himself runs on until his next pause, where the cancel arrives; if he returns before
 * that, he counts as cancelled all the same. */
#include "tests/house/conform/conform.h"

static async work(const char *name, int pauses)
{
	ASYNC(int i);
	task_cancel(task_running);
	say("%s runs on", name);
	for (my->i = 0; my->i < pauses; my->i++) {
		AWAIT(sleep_ms(10));
		say("%s went past a pause", name);
	}
	say("%s returns", name);
	ASYNC_END;
}
ASYNC_ENTRY(work, const char *, int);

static async async_main(void)
{
	enum status err;

	ASYNC(struct task tasks[2]; int i);
	task_start(&my->tasks[0], "worker", work, "pauser", 1);
	task_start(&my->tasks[1], "worker", work, "returner", 0);
	for (my->i = 0; my->i < 2; my->i++) {
		AWAIT_CATCH_ALL(err, task_await(&my->tasks[my->i]));
		say("%d: %s", my->i, status_name(err));
	}
	ASYNC_END;
}
RUN_MAIN;
