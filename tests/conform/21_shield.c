/* Rule 21: a cancel ends the wait for a shielded task at once, and the task goes on; without shield it is
 * passed on. */
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct sleep sleep;
};

static async work(struct work *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	AWAIT_CATCH(err, sleep_ms(&self->sleep, 40));
	say("work: %s", status_name(err));
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_TASK(work);

struct wait {
	struct coro coro;
	struct task_wait wait;
	struct task *task;
	bool shielded;
};

static async wait(struct wait *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	AWAIT_CATCH(err, (self->shielded ? shield : task_await)(&self->wait, self->task));
	say("shielded %d: %s", self->shielded, status_name(err));
	ASYNC_END;
}
ASYNC_TASK(wait);

struct async_main {
	struct coro coro;
	struct work work;
	struct wait wait;
	struct task task, waiter;
	struct task_wait task_wait;
	struct sleep sleep;
	int shielded;
};

static void start(struct async_main *self, bool shielded)
{
	task_create(&self->task, work, &self->work, "work");
	self->wait = (struct wait){.task = &self->task, .shielded = shielded};
	task_create(&self->waiter, wait, &self->wait, "wait");
}

static async async_main(struct async_main *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	for (self->shielded = 1; self->shielded >= 0; self->shielded--) {
		start(self, self->shielded);
		AWAIT(sleep_ms(&self->sleep, 10));
		task_cancel(&self->waiter);
		AWAIT(task_await(&self->task_wait, &self->waiter));
		AWAIT_CATCH(err, task_await(&self->task_wait, &self->task));
		say("task: %s", status_name(err));
	}
	start(self, true);
	AWAIT(sleep_ms(&self->sleep, 10));
	task_cancel(&self->task);
	AWAIT(task_await(&self->task_wait, &self->waiter));
	say("waiter's requests: %d", self->waiter.cancelling);
	ASYNC_END;
}
RUN_MAIN;
