/* Rule 20: as_completed gives results in the order in which they come; an error is raised in its turn, and
 * the loop may go on. */
#include "tests/house/conform/conform.h"

struct job {
	struct set_task worker;
	int result;
};

static async work(int ms, enum status error, int *result)
{
	ASYNC();
	AWAIT(sleep_ms(ms));
	say("%d ends", ms);
	if (error)
		ASYNC_RAISE(error);
	*result = ms;
	ASYNC_END;
}
ASYNC_ENTRY(work, int, enum status, int *);

static async async_main(void)
{
	static const int ms[] = {40, 20, 30, 10};
	static const enum status errors[] = {ASYNC_OK, ASYNC_E_DISCONNECTED, ASYNC_OK, ASYNC_OK};
	enum status err;

	ASYNC(struct task_set set; struct job jobs[4]; struct task *task);
	task_set_init(&my->set);
	for (int i = 0; i < 4; i++)
		task_set_start(&my->set, &my->jobs[i].worker, "work", work, ms[i], errors[i],
			&my->jobs[i].result);
	while (task_set_left(&my->set)) {
		AWAIT_CATCH_ALL(err, as_completed(&my->set, &my->task));
		if (!err)
			say("taken: %d", container_of(my->task, struct job, worker.task)->result);
		else
			say("taken: %s", status_name(err));
		AWAIT(sleep_ms(25));
	}
	ASYNC_END;
}
RUN_MAIN;
