/* Rule 20: whether a task ends in time is told by the turn in which its end is noted, not by the clock: who begins to
 * work before the deadline, and ends in the same step, is in time; also if nobody waits just then. */
#include "tests/house/conform/conform.h"

static async work(int sleep, int busy)
{
	ASYNC();
	AWAIT(sleep_ms(sleep));
	spend(busy);
	say("%d ends", sleep);
	ASYNC_END;
}
ASYNC_ENTRY(work, int, int);

static int count_running(const struct set_task tasks[3])
{
	int running = 0;

	for (int i = 0; i < 3; i++)
		running += tasks[i].task.state != TASK_DONE;
	return running;
}

static async report(const int sleeps[3], int limit, int busy, int pause)
{
	enum status err;

	ASYNC(struct task_set set; struct set_task tasks[3]; struct task *task);
	for (int i = 0; i < 3; i++)
		task_set_start(&my->set, &my->tasks[i], "work", work, sleeps[i], busy);
	task_set_timeout(&my->set, limit * NS_PER_MS);
	while (task_set_left(&my->set)) {
		AWAIT_CATCH_ALL(err, as_completed(&my->set, &my->task));
		say("taken: %s", status_name(err));
		AWAIT(sleep_ms(pause));
	}
	AWAIT(sleep_ms(100));
	say("running: %d", count_running(my->tasks));
	ASYNC_END;
}

static const struct {
	int sleeps[3], limit, busy, pause;
} cases[] = {{{10, 20, 40}, 25, 10, 0}, {{10, 20, 40}, 25, 0, 31}, {{10, 20, 40}, 25, 3, 13}, {{10, 25, 40}, 25, 30, 0},
	{{0, 20, 40}, 0, 0, 0}};

static async async_main(void)
{
	ASYNC(int i);
	for (my->i = 0; my->i < 5; my->i++)
		AWAIT(report(cases[my->i].sleeps, cases[my->i].limit, cases[my->i].busy, cases[my->i].pause));
	ASYNC_END;
}
RUN_MAIN;
