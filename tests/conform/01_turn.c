/* Rule 1: a turn runs those who were ready when it began, so nobody can keep the deadlines waiting by being
 * ready all the time. */
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	struct sleep sleep;
	int i;
};

static async busy(struct worker *self)
{
	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < 6; self->i++) {
		say("busy %d", self->i);
		spend(10);
		AWAIT(sleep_ms(&self->sleep, 0));
	}
	ASYNC_END;
}
ASYNC_TASK(busy);

static async sleepy(struct worker *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_ms(&self->sleep, 25));
	say("awake");
	ASYNC_END;
}
ASYNC_TASK(sleepy);

struct async_main {
	struct coro coro;
	struct worker sleeping, working;
	struct task sleeper, worker;
	struct task_wait wait;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	task_create(&self->sleeper, sleepy, &self->sleeping, "sleepy");
	task_create(&self->worker, busy, &self->working, "busy");
	AWAIT(task_await(&self->wait, &self->worker));
	AWAIT(task_await(&self->wait, &self->sleeper));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
