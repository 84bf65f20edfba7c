/* Rule 9: the callbacks of a task's end are queued: they run in the turn after it, in the order in which
 * they were added; one that is added later is told one turn later too. */
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	struct sleep sleep;
	int i;
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

struct callback {
	struct task_link link;
	int number;
};

static void call(struct task_link *l)
{
	say("callback %d", container_of(l, struct callback, link)->number);
}

struct async_main {
	struct coro coro;
	struct worker computing, ticking;
	struct task computer, ticker;
	struct callback callbacks[4];
	struct task_wait wait;
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	task_create(&self->computer, compute, &self->computing, "computer");
	task_create(&self->ticker, tick, &self->ticking, "ticker");
	for (int i = 0; i < 4; i++)
		self->callbacks[i].number = i;
	for (int i = 0; i < 3; i++)
		task_link(&self->callbacks[i].link, &self->computer, call);
	AWAIT(task_await(&self->wait, &self->ticker));
	task_link(&self->callbacks[3].link, &self->computer, call);
	say("added one");
	AWAIT(sleep_ms(&self->sleep, 0));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
