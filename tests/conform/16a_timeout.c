/* Rule 16: timeout cancels a block whose time is up, and makes ASYNC_TIMEOUT of that cancellation. */
#include "coro/timeout.h"
#include "tests/conform/conform.h"

struct nap {
	struct coro coro;
	struct timeout timeout;
	struct sleep sleep;
	int ms, limit;
};

static async nap(struct nap *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(timeout_enter(&self->timeout, self->limit * NS_PER_MS)) {
		AWAIT(sleep_ms(&self->sleep, self->ms));
	} ASYNC_EXIT(timeout_exit(&self->timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_TASK(nap);

struct async_main {
	struct coro coro;
	struct nap nap;
	struct task task;
	struct task_wait wait;
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	self->nap = (struct nap){.ms = 10, .limit = 30};
	AWAIT_CATCH(err, nap(&self->nap));
	say("a nap of 10 within 30: %s", status_name(err));
	self->nap = (struct nap){.ms = 40, .limit = 30};
	AWAIT_CATCH(err, nap(&self->nap));
	say("a nap of 40 within 30: %s", status_name(err));
	say("requests left: %d", task_running->cancelling);
	self->nap = (struct nap){.ms = 40, .limit = 30};
	task_create(&self->task, nap, &self->nap, "nap");
	AWAIT(sleep_ms(&self->sleep, 20));
	task_cancel(&self->task);
	AWAIT_CATCH(err, task_await(&self->wait, &self->task));
	say("cancelled by somebody else: %s", status_name(err));
	AWAIT(sleep_ms(&self->sleep, 50));
	say("and nothing comes later");
	ASYNC_END;
}
RUN_MAIN;
