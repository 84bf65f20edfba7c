/* Rule 18: gather's results stand in the order of its arguments; it tells the first error at once, and the
 * others run on. */
#include "tests/house/conform/conform.h"

static async work(int ms, enum status error, int *result)
{
	ASYNC();
	AWAIT(sleep_ms(ms));
	say("%d ends", ms);
	if (error)
		ASYNC_RAISE(error);
	*result = ms * ms;
	ASYNC_END;
}
ASYNC_ENTRY(work, int, enum status, int *);

static int count_running(const struct set_task tasks[3])
{
	int running = 0;

	for (int i = 0; i < 3; i++)
		running += tasks[i].task.state != TASK_DONE;
	return running;
}

static async async_main(void)
{
	static const int ms[] = {30, 10, 20};
	static const enum status errors[] = {ASYNC_OK, ASYNC_E_DISCONNECTED, ASYNC_E_INVALID};
	enum status err;

	ASYNC(struct task_set set; struct set_task tasks[3]; int results[3], later[3]);
	task_set_init(&my->set);
	for (int i = 0; i < 3; i++)
		task_set_start(&my->set, &my->tasks[i], "work", work, ms[i], ASYNC_OK, &my->results[i]);
	AWAIT(gather(&my->set));
	say("results: %d %d %d", my->results[0], my->results[1], my->results[2]);
	task_set_init(&my->set);
	for (int i = 0; i < 3; i++)
		task_set_start(&my->set, &my->tasks[i], "work", work, ms[i], errors[i], &my->later[i]);
	AWAIT_CATCH_ALL(err, gather(&my->set));
	say("gather: %s, running: %d", status_name(err), count_running(my->tasks));
	AWAIT(sleep_ms(30));
	say("running: %d, %d", count_running(my->tasks), my->later[0]);
	ASYNC_END;
}
RUN_MAIN;
