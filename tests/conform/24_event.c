/* Rule 24: event_set wakes all who wait, in order, also if event_clear comes before they run. */
#include "coro/sync.h"
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct event *event;
	struct in_line place;
	int i;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	AWAIT(event_wait(&self->place, self->event));
	say("%d wakes, the event is set: %d", self->i, self->event->is_set);
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct event event;
	struct work works[6];
	struct task tasks[5];
	struct task_wait wait;
	struct sleep sleep;
};

static int count_waiting(const struct async_main *self)
{
	int waiting = 0;

	for (int i = 0; i < 5; i++)
		waiting += self->tasks[i].state != TASK_DONE;
	return waiting;
}

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	event_init(&self->event);
	for (int i = 0; i < 6; i++)
		self->works[i] = (struct work){.i = i, .event = &self->event};
	for (int i = 0; i < 4; i++)
		task_create(&self->tasks[i], work, &self->works[i], "work");
	AWAIT(sleep_ms(&self->sleep, 10));
	task_cancel(&self->tasks[1]);
	event_set(&self->event);
	event_clear(&self->event);
	task_create(&self->tasks[4], work, &self->works[4], "work");
	AWAIT(sleep_ms(&self->sleep, 10));
	say("still waiting: %d", count_waiting(self));
	event_set(&self->event);
	AWAIT(work(&self->works[5]));
	AWAIT(task_await(&self->wait, &self->tasks[4]));
	ASYNC_END;
}
RUN_MAIN;
