/* Rule 25: a full queue makes who puts wait, an empty one who gets: with one place they take turns. */
#include "coro/queue.h"
#include "tests/conform/conform.h"

struct produce {
	struct coro coro;
	struct queue *queue;
	struct queue_wait wait;
	int things[4], i;
};

static async produce(struct produce *self)
{
	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < 4; self->i++) {
		self->things[self->i] = self->i;
		AWAIT(queue_put(&self->wait, self->queue, &self->things[self->i]));
		say("put %d", self->i);
	}
	ASYNC_END;
}
ASYNC_TASK(produce);

struct async_main {
	struct coro coro;
	struct queue queue;
	void *slots[1], *thing;
	struct produce produce;
	struct task producer;
	struct queue_wait wait;
	struct task_wait task_wait;
	struct sleep sleep;
	int i;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	queue_init(&self->queue, self->slots, 1);
	self->produce.queue = &self->queue;
	task_create(&self->producer, produce, &self->produce, "produce");
	for (self->i = 0; self->i < 4; self->i++) {
		AWAIT(queue_get(&self->wait, &self->queue, &self->thing));
		say("got %d, in the queue: %u", *(int *)self->thing, self->queue.count);
		if (self->i == 2)
			AWAIT(sleep_ms(&self->sleep, 10));
	}
	AWAIT(task_await(&self->task_wait, &self->producer));
	ASYNC_END;
}
RUN_MAIN;
