/* Rule 22: a cancel from outside goes to all tasks of a group, in its block or at its exit; an error of
 * theirs is told first. */
#include "coro/group.h"
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct sleep sleep;
	int cleanup;
	enum status error, err;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	AWAIT_CATCH(self->err, sleep_ms(&self->sleep, 50));
	AWAIT(sleep_ms(&self->sleep, self->cleanup));
	say("cleanup of %d: %s", self->cleanup, status_name(self->err));
	if (self->err || self->error)
		ASYNC_RAISE(self->error ? self->error : self->err);
	ASYNC_END;
}
ASYNC_TASK(work);

struct group {
	struct coro coro;
	struct task_group tasks;
	struct work works[2];
	struct task task[2];
	struct group_link links[2];
	struct sleep sleep;
	int block_ms;
};

static async group(struct group *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(task_group_enter(&self->tasks)) {
		task_create(&self->task[0], work, &self->works[0], "work");
		AWAIT(task_group_add(&self->tasks, &self->links[0], &self->task[0]));
		task_create(&self->task[1], work, &self->works[1], "work");
		AWAIT(task_group_add(&self->tasks, &self->links[1], &self->task[1]));
		AWAIT(sleep_ms(&self->sleep, self->block_ms));
		say("block ends");
	} ASYNC_EXIT(task_group_exit(&self->tasks, ASYNC_RAISED));
	ASYNC_END;
}

struct worker {
	struct coro coro;
	struct group group;
	struct sleep sleep;
};

static async worker(struct worker *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	AWAIT_CATCH(err, group(&self->group));
	say("group: %s, requests: %d", status_name(err), task_running->cancelling);
	AWAIT_CATCH(err, sleep_ms(&self->sleep, 5));
	say("next await: %s", status_name(err));
	ASYNC_END;
}
ASYNC_TASK(worker);

struct async_main {
	struct coro coro;
	struct worker worker;
	struct task task;
	struct task_wait wait;
	struct sleep sleep;
	int i;
};

static async async_main(struct async_main *self)
{
	static const int block_ms[] = {40, 0, 40};
	static const enum status errors[] = {ASYNC_OK, ASYNC_OK, ASYNC_E_DISCONNECTED};

	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < 3; self->i++) {
		self->worker = (struct worker){.group = {.works = {{.cleanup = 10}, {.cleanup = 20}}}};
		self->worker.group.block_ms = block_ms[self->i];
		self->worker.group.works[1].error = errors[self->i];
		task_create(&self->task, worker, &self->worker, "worker");
		AWAIT(sleep_ms(&self->sleep, 10));
		task_cancel(&self->task);
		AWAIT(task_await(&self->wait, &self->task));
	}
	ASYNC_END;
}
RUN_MAIN;
