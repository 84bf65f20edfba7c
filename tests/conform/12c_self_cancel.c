/* Rule 12c: who cancels himself runs on until his next pause, where the cancel arrives; if he returns before
 * that, he counts as cancelled all the same. */
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	struct sleep sleep;
	const char *name;
	int pauses;
};

static async work(struct worker *self)
{
	ASYNC_BEGIN(self);
	task_cancel(task_running);
	say("%s runs on", self->name);
	while (self->pauses-- > 0) {
		AWAIT(sleep_ms(&self->sleep, 10));
		say("%s went past a pause", self->name);
	}
	say("%s returns", self->name);
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct worker working[2];
	struct task tasks[2];
	struct task_wait wait;
	enum status err;
	int i;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	self->working[0] = (struct worker){.name = "pauser", .pauses = 1};
	self->working[1] = (struct worker){.name = "returner", .pauses = 0};
	for (self->i = 0; self->i < 2; self->i++)
		task_create(&self->tasks[self->i], work, &self->working[self->i], "worker");
	for (self->i = 0; self->i < 2; self->i++) {
		AWAIT_CATCH(self->err, task_await(&self->wait, &self->tasks[self->i]));
		say("%d: %s", self->i, status_name(self->err));
	}
	ASYNC_END;
}
RUN_MAIN;
