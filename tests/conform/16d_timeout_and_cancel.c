/* Rule 16: a block that its timeout and somebody else cancelled stays cancelled. */
#include "coro/timeout.h"
#include "tests/conform/conform.h"

struct nap {
	struct coro coro;
	struct timeout timeout;
	struct sleep sleep;
	enum status err;
};

static async nap(struct nap *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(timeout_enter(&self->timeout, 20 * NS_PER_MS)) {
		AWAIT_CATCH(self->err, sleep_ms(&self->sleep, 50));
		say("nap: %s", status_name(self->err));
		AWAIT(sleep_ms(&self->sleep, 20));
		ASYNC_RAISE(self->err);
	} ASYNC_EXIT(timeout_exit(&self->timeout, ASYNC_RAISED));
	ASYNC_END;
}

struct worker {
	struct coro coro;
	struct nap nap;
};

static async worker(struct worker *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	AWAIT_CATCH(err, nap(&self->nap));
	say("with cleanup: %s, requests left: %d", status_name(err), task_running->cancelling);
	ASYNC_END;
}
ASYNC_TASK(worker);

struct async_main {
	struct coro coro;
	struct worker worker;
	struct task task;
	struct task_wait wait;
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	task_create(&self->task, worker, &self->worker, "worker");
	AWAIT(sleep_ms(&self->sleep, 30));
	task_cancel(&self->task);
	AWAIT(task_await(&self->wait, &self->task));
	task_create(&self->task, worker, &self->worker, "worker");
	AWAIT(sleep_ms(&self->sleep, 50));
	task_cancel(&self->task);
	AWAIT_CATCH(err, task_await(&self->wait, &self->task));
	say("worker: %s", status_name(err));
	ASYNC_END;
}
RUN_MAIN;
