/* Rule 13: a task may swallow its cancel and go on; then it is not cancelled, and returns its value. The
 * request stays counted. */
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	struct sleep sleep;
	enum status err;
	int result;
};

static async work(struct worker *self)
{
	ASYNC_BEGIN(self);
	AWAIT_CATCH(self->err, sleep_ms(&self->sleep, 100));
	say("swallowed: %s", status_name(self->err));
	AWAIT(sleep_ms(&self->sleep, 10));
	say("went on");
	self->result = 5;
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct worker working;
	struct task task;
	struct sleep sleep;
	struct task_wait wait;
	enum status err;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	task_create(&self->task, work, &self->working, "worker");
	AWAIT(sleep_ms(&self->sleep, 5));
	say("cancelling: %d", self->task.cancelling);
	task_cancel(&self->task);
	say("cancelling: %d", self->task.cancelling);
	AWAIT_CATCH(self->err, task_await(&self->wait, &self->task));
	say("worker: %s", status_name(self->err));
	if (!self->err)
		say("result: %d", self->working.result);
	say("cancelling: %d", self->task.cancelling);
	ASYNC_END;
}
RUN_MAIN;
