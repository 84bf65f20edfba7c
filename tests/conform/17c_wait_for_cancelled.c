/* Rule 17: a cancel of who waits goes through wait_for: also if the result comes in the same moment. */
#include "coro/sync.h"
#include "coro/timeout.h"
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct in_line place;
	struct event *ready;
};

static async work(struct work *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	AWAIT_CATCH(err, event_wait(&self->place, self->ready));
	say("work: %s", status_name(err));
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_TASK(work);

struct wait {
	struct coro coro;
	struct work work;
	struct wait_for wait_for;
};

static async wait(struct wait *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	AWAIT_CATCH(err, wait_for_old(&self->wait_for, work, &self->work, 90 * NS_PER_MS));
	say("wait_for: %s, requests left: %d", status_name(err), task_running->cancelling);
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_TASK(wait);

struct async_main {
	struct coro coro;
	struct event ready;
	struct wait wait;
	struct task task;
	struct task_wait task_wait;
	struct sleep sleep;
	int answers;
};

static async async_main(struct async_main *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	for (self->answers = 0; self->answers <= 1; self->answers++) {
		event_init(&self->ready);
		self->wait = (struct wait){.work = {.ready = &self->ready}};
		task_create(&self->task, wait, &self->wait, "wait");
		AWAIT(sleep_ms(&self->sleep, 10));
		if (self->answers)
			event_set(&self->ready);
		task_cancel(&self->task);
		AWAIT_CATCH(err, task_await(&self->task_wait, &self->task));
		say("answered %d: %s", self->answers, status_name(err));
	}
	ASYNC_END;
}
RUN_MAIN;
