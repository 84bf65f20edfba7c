/* Rule 12a: a task that is cancelled before its first step never runs, not even its cleanup. */
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	struct sleep sleep;
	const char *name;
	enum status err;
};

static async work(struct worker *self)
{
	ASYNC_BEGIN(self);
	say("%s begins", self->name);
	AWAIT_CATCH(self->err, sleep_ms(&self->sleep, 100));
	say("%s cleans up", self->name);
	ASYNC_RAISE(self->err);
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct worker working[2];
	struct task early, late;
	struct sleep sleep;
	struct task_wait wait;
	enum status err;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	self->working[0].name = "early";
	self->working[1].name = "late";
	task_create(&self->early, work, &self->working[0], "early");
	task_create(&self->late, work, &self->working[1], "late");
	task_cancel(&self->early);
	AWAIT(sleep_ms(&self->sleep, 10));
	task_cancel(&self->late);
	AWAIT_CATCH(self->err, task_await(&self->wait, &self->early));
	say("early: %s", status_name(self->err));
	AWAIT_CATCH(self->err, task_await(&self->wait, &self->late));
	say("late: %s", status_name(self->err));
	ASYNC_END;
}
RUN_MAIN;
