/* Rule 11: cancel only requests, and tells whether there was anything to request: the cancel arrives at the
 * await, and the task is not cancelled before its cleanup is done. */
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	struct sleep sleep;
};

static async clean_up(struct worker *self, enum status raised)
{
	ASYNC_BEGIN(self);
	say("finally: %s", status_name(raised));
	AWAIT(sleep_ms(&self->sleep, 8));
	say("cleaned up");
	ASYNC_END;
}

struct worker_with_cleanup {
	struct coro coro;
	struct sleep sleep;
	struct worker cleaning;
	enum status err;
};

static async work(struct worker_with_cleanup *self)
{
	ASYNC_BEGIN(self);
	AWAIT_CATCH(self->err, sleep_ms(&self->sleep, 100));
	AWAIT(clean_up(&self->cleaning, self->err));
	ASYNC_RAISE(self->err);
	ASYNC_END;
}
ASYNC_TASK(work);

static bool is_cancelled(const struct task *t)
{
	return t->state == TASK_DONE && t->result == ASYNC_CANCELLED;
}

struct async_main {
	struct coro coro;
	struct worker_with_cleanup working;
	struct task task;
	struct sleep sleep;
	int i;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	task_create(&self->task, work, &self->working, "worker");
	AWAIT(sleep_ms(&self->sleep, 5));
	say("cancel: %d", task_cancel(&self->task));
	for (self->i = 0; self->i < 4; self->i++) {
		say("cancelled: %d", is_cancelled(&self->task));
		AWAIT(sleep_ms(&self->sleep, 5));
	}
	say("cancel: %d", task_cancel(&self->task));
	say("cancelled: %d", is_cancelled(&self->task));
	ASYNC_END;
}
RUN_MAIN;
