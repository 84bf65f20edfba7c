/* Rule 36: current_task is the one that runs; all_tasks those that have not ended; a done callback comes a turn later. */
#include "tests/house/conform/conform.h"

#include <string.h>

static async work(int i)
{
	ASYNC();
	say("I am %s", task_running->name);
	AWAIT(sleep_ms(10 * i));
	ASYNC_END;
}
ASYNC_ENTRY(work, int);

static int count_tasks(void)
{
	int count = 0;

	for (struct list *l = task_all.next; l != &task_all; l = l->next)
		count += container_of(l, struct task, all)->state != TASK_DONE;
	return count;
}

static void is_done(struct task_link *l)
{
	say("%s is done, tasks: %d", l->task->name, count_tasks());
}

static void later(struct timer *timer)
{
	(void)timer;
	say("called later");
}

static void at_5(struct timer *timer)
{
	(void)timer;
	say("called at 5");
}

static void never(struct timer *timer)
{
	(void)timer;
	say("never called");
}

static void soon(struct handle *handle)
{
	(void)handle;
	say("called soon");
}

static async async_main(void)
{
	static const char *const names[] = {"task 0", "task 1", "task 2"};
	static struct timer timers[3];
	static struct handle handle = {.run = soon};

	ASYNC(struct task tasks[3]; struct task_link link);
	for (int i = 0; i < 3; i++)
		task_start(&my->tasks[i], names[i], work, i);
	say("tasks: %d", count_tasks());
	task_link(&my->link, &my->tasks[0], is_done);
	timer_start(&timers[0], clock_after(15 * NS_PER_MS), later);
	timer_start(&timers[1], 5 * NS_PER_MS, at_5);
	loop_call_soon(&handle);
	timer_start(&timers[2], clock_after(13 * NS_PER_MS), never);
	AWAIT(sleep_ms(12));
	timer_cancel(&timers[2]);
	say("tasks: %d", count_tasks());
	AWAIT(task_await(&my->tasks[2]));
	say("tasks: %d, I am %s", count_tasks(), strcmp(task_running->name, "async_main") == 0 ? "main" : "another");
	ASYNC_END;
}
RUN_MAIN;
