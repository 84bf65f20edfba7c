/* Rule 22: a group that ends by its own error takes its cancel of the parent back; only others' requests are
 * left. */
#include "coro/group.h"
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct sleep sleep;
	int ms;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_ms(&self->sleep, self->ms));
	ASYNC_RAISE(ASYNC_E_DISCONNECTED);
	ASYNC_END;
}
ASYNC_TASK(work);

struct group {
	struct coro coro;
	struct task_group tasks;
	struct work work;
	struct task task;
	struct group_link link;
	struct sleep sleep;
};

static async group(struct group *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	ASYNC_WITH(task_group_enter(&self->tasks)) {
		task_create(&self->task, work, &self->work, "work");
		AWAIT(task_group_add(&self->tasks, &self->link, &self->task));
		AWAIT_CATCH(err, sleep_ms(&self->sleep, 50));
		say("block: %s, requests: %d", status_name(err), task_running->cancelling);
		if (err)
			ASYNC_RAISE(err);
	} ASYNC_EXIT(task_group_exit(&self->tasks, ASYNC_RAISED));
	ASYNC_END;
}

struct report {
	struct coro coro;
	struct group group;
	struct sleep sleep;
};

static async report(struct report *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	self->group = (struct group){.work = {.ms = 10}};
	AWAIT_CATCH(err, group(&self->group));
	say("group: %s, requests: %d", status_name(err), task_running->cancelling);
	AWAIT_CATCH(err, sleep_ms(&self->sleep, 10));
	say("sleep: %s", status_name(err));
	ASYNC_END;
}

struct async_main {
	struct coro coro;
	struct report report;
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	AWAIT(report(&self->report));
	task_cancel(task_running);
	AWAIT_CATCH(err, sleep_ms(&self->sleep, 0));
	say("swallowed: %s, requests: %d", status_name(err), task_running->cancelling);
	AWAIT(report(&self->report));
	ASYNC_END;
}
RUN_MAIN;
