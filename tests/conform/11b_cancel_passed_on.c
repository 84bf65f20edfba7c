/* Rule 11: the cancel of a task that waits for another is passed on to that one, and arrives when that one's
 * cleanup is done; a task that others wait for as well is cancelled for all of them. */
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	struct sleep sleep;
	enum status err;
};

static async work(struct worker *self)
{
	ASYNC_BEGIN(self);
	AWAIT_CATCH(self->err, sleep_ms(&self->sleep, 100));
	say("worker: %s", status_name(self->err));
	AWAIT(sleep_ms(&self->sleep, 20));
	say("cleaned up");
	ASYNC_RAISE(self->err);
	ASYNC_END;
}
ASYNC_TASK(work);

struct waiter_for {
	struct coro coro;
	struct task_wait wait;
	struct task *task;
	int number;
	enum status err;
};

static async wait_for_it(struct waiter_for *self)
{
	ASYNC_BEGIN(self);
	AWAIT_CATCH(self->err, task_await(&self->wait, self->task));
	say("waiter %d: %s", self->number, status_name(self->err));
	ASYNC_RAISE(self->err);
	ASYNC_END;
}
ASYNC_TASK(wait_for_it);

struct async_main {
	struct coro coro;
	struct worker working;
	struct waiter_for waiting[2];
	struct task worker, waiters[2];
	struct task_set set;
	struct set_link links[2];
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	task_create(&self->worker, work, &self->working, "worker");
	task_set_init(&self->set);
	for (int i = 0; i < 2; i++) {
		self->waiting[i] = (struct waiter_for){.task = &self->worker, .number = i};
		task_create(&self->waiters[i], wait_for_it, &self->waiting[i], "waiter");
		task_set_add(&self->set, &self->links[i], &self->waiters[i]);
	}
	AWAIT(sleep_ms(&self->sleep, 10));
	task_cancel(&self->waiters[1]);
	AWAIT(gather_return_exceptions(&self->set));
	say("asked: %d %d %d", self->waiters[0].cancelling, self->waiters[1].cancelling,
		self->worker.cancelling);
	ASYNC_END;
}
RUN_MAIN;
