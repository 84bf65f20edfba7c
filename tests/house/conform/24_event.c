/* Rule 24: event_set wakes all who wait, in order, also if event_clear comes before they run. */
#include "coro/many/locks.h"
#include "tests/house/conform/conform.h"

static async work(int i, struct event *event)
{
	ASYNC();
	AWAIT(event_wait(event));
	say("%d wakes, the event is set: %d", i, event->is_set);
	ASYNC_END;
}
ASYNC_ENTRY(work, int, struct event *);

static int count_waiting(const struct task tasks[5])
{
	int waiting = 0;

	for (int i = 0; i < 5; i++)
		waiting += tasks[i].state != TASK_DONE;
	return waiting;
}

static async async_main(void)
{
	ASYNC(struct event event; struct task tasks[5]);
	event_init(&my->event);
	for (int i = 0; i < 4; i++)
		task_start(&my->tasks[i], "work", work, i, &my->event);
	AWAIT(sleep_ms(10));
	task_cancel(&my->tasks[1]);
	event_set(&my->event);
	event_clear(&my->event);
	task_start(&my->tasks[4], "work", work, 4, &my->event);
	AWAIT(sleep_ms(10));
	say("still waiting: %d", count_waiting(my->tasks));
	event_set(&my->event);
	AWAIT(work(5, &my->event));
	AWAIT(task_await(&my->tasks[4]));
	ASYNC_END;
}
RUN_MAIN;
