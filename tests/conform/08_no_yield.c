/* Rule 8: awaiting a coroutine, or a task that is done, is no pause: nobody else runs meanwhile. */
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	struct sleep sleep;
	int result, i;
};

static async compute(struct worker *self)
{
	ASYNC_BEGIN(self);
	say("compute");
	self->result = 42;
	ASYNC_END;
}
ASYNC_TASK(compute);

static async tick(struct worker *self)
{
	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < 5; self->i++) {
		say("tick %d", self->i);
		AWAIT(sleep_ms(&self->sleep, 0));
	}
	ASYNC_END;
}
ASYNC_TASK(tick);

struct async_main {
	struct coro coro;
	struct worker ticking, child, other;
	struct task ticker, task;
	struct task_wait wait;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	task_create(&self->ticker, tick, &self->ticking, "ticker");
	task_create(&self->task, compute, &self->other, "other");
	AWAIT(task_await(&self->wait, &self->task));
	say("task: %d", self->other.result);
	AWAIT(compute(&self->child));
	say("coroutine: %d", self->child.result);
	AWAIT(task_await(&self->wait, &self->task));
	say("task again: %d", self->other.result);
	AWAIT(task_await(&self->wait, &self->ticker));
	ASYNC_END;
}
RUN_MAIN;
