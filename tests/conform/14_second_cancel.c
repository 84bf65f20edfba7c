/* Rule 14: each cancel is delivered once, so a second one hits the await inside the cleanup. */
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	struct sleep sleep;
	enum status err;
};

static async clean_up(struct worker *self)
{
	ASYNC_BEGIN(self);
	say("cleaning up");
	AWAIT_CATCH(self->err, sleep_ms(&self->sleep, 100));
	say("cleanup: %s", status_name(self->err));
	AWAIT(sleep_ms(&self->sleep, 10));
	say("cleaned up");
	ASYNC_RAISE(self->err);
	ASYNC_END;
}

struct cleaned_worker {
	struct coro coro;
	struct sleep sleep;
	struct worker cleaning;
	enum status err;
};

static async work(struct cleaned_worker *self)
{
	ASYNC_BEGIN(self);
	AWAIT_CATCH(self->err, sleep_ms(&self->sleep, 100));
	say("work: %s", status_name(self->err));
	AWAIT(clean_up(&self->cleaning));
	say("not reached");
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct cleaned_worker working;
	struct task task;
	struct sleep sleep;
	struct task_wait wait;
	enum status err;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	task_create(&self->task, work, &self->working, "worker");
	AWAIT(sleep_ms(&self->sleep, 10));
	task_cancel(&self->task);
	AWAIT(sleep_ms(&self->sleep, 10));
	task_cancel(&self->task);
	AWAIT_CATCH(self->err, task_await(&self->wait, &self->task));
	say("worker: %s, cancelling: %d", status_name(self->err), self->task.cancelling);
	ASYNC_END;
}
RUN_MAIN;
