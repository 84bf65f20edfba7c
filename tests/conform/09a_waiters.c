/* Rule 9: who waits for a task runs in the turn after its end, never from inside it, and in the order in
 * which they came. */
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	struct sleep sleep;
	int i;
	struct task_wait wait;
	struct task *task;
	int number;
};

static async compute(struct worker *self)
{
	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < 2; self->i++)
		AWAIT(sleep_ms(&self->sleep, 0));
	say("result");
	ASYNC_END;
}
ASYNC_TASK(compute);

static async wait_for_it(struct worker *self)
{
	ASYNC_BEGIN(self);
	AWAIT(task_await(&self->wait, self->task));
	say("waiter %d", self->number);
	ASYNC_END;
}
ASYNC_TASK(wait_for_it);

static async tick(struct worker *self)
{
	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < 5; self->i++) {
		say("turn %d", self->i);
		AWAIT(sleep_ms(&self->sleep, 0));
	}
	ASYNC_END;
}
ASYNC_TASK(tick);

struct async_main {
	struct coro coro;
	struct worker computing, ticking, waiting[4];
	struct task computer, ticker, waiters[4];
	struct set_link links[4];
	struct task_set set;
	struct task_wait wait;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	task_create(&self->computer, compute, &self->computing, "computer");
	task_create(&self->ticker, tick, &self->ticking, "ticker");
	task_set_init(&self->set);
	for (int i = 0; i < 4; i++) {
		self->waiting[i] = (struct worker){.task = &self->computer, .number = i};
		task_create(&self->waiters[i], wait_for_it, &self->waiting[i], "waiter");
		task_set_add(&self->set, &self->links[i], &self->waiters[i]);
	}
	AWAIT(gather(&self->set));
	AWAIT(task_await(&self->wait, &self->ticker));
	ASYNC_END;
}
RUN_MAIN;
