/* Rule 12b: a cancel that comes after the result, but before the waiter ran, wins: the waiter does not get
 * the result, which stays with the task that made it. */
#include "coro/sync.h"
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	struct sleep sleep;
	struct event *event;
	int result;
};

static async compute(struct worker *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_ms(&self->sleep, 10));
	event_set(self->event); /* main is ready now, and so before the consumer */
	self->result = 42;
	ASYNC_END;
}
ASYNC_TASK(compute);

struct consumer {
	struct coro coro;
	struct task_wait wait;
	struct task *task;
	const struct worker *from;
};

static async consume(struct consumer *self)
{
	ASYNC_BEGIN(self);
	AWAIT(task_await(&self->wait, self->task));
	say("consumed %d", self->from->result);
	ASYNC_END;
}
ASYNC_TASK(consume);

struct async_main {
	struct coro coro;
	struct event event;
	struct worker computing;
	struct consumer consuming;
	struct task computer, consumer;
	struct in_line place;
	struct task_wait wait;
	enum status err;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	event_init(&self->event);
	self->computing.event = &self->event;
	task_create(&self->computer, compute, &self->computing, "computer");
	self->consuming = (struct consumer){.task = &self->computer, .from = &self->computing};
	task_create(&self->consumer, consume, &self->consuming, "consumer");
	AWAIT(event_wait(&self->place, &self->event));
	say("computed: %d, cancel: %d", self->computer.state == TASK_DONE, task_cancel(&self->consumer));
	AWAIT_CATCH(self->err, task_await(&self->wait, &self->consumer));
	say("consumer: %s", status_name(self->err));
	AWAIT(task_await(&self->wait, &self->computer));
	say("result: %d", self->computing.result);
	ASYNC_END;
}
RUN_MAIN;
