/* Rule 22: the first failure in a task group cancels the other tasks and the block, and the group waits for
 * all of them. */
#include "coro/group.h"
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct sleep sleep;
	int ms, cleanup;
	enum status error, err;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	AWAIT_CATCH(self->err, sleep_ms(&self->sleep, self->ms));
	AWAIT(sleep_ms(&self->sleep, self->cleanup));
	say("%d ends: %s", self->ms, status_name(self->err));
	if (self->err || self->error)
		ASYNC_RAISE(self->err ? self->err : self->error);
	ASYNC_END;
}
ASYNC_TASK(work);

struct group {
	struct coro coro;
	struct task_group tasks;
	struct work works[3];
	struct task task[3];
	struct group_link links[3];
	struct sleep sleep;
	int i;
};

static async group(struct group *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	ASYNC_WITH(task_group_enter(&self->tasks)) {
		for (self->i = 0; self->i < 3; self->i++) {
			task_create(&self->task[self->i], work, &self->works[self->i], "work");
			AWAIT(task_group_add(&self->tasks, &self->links[self->i], &self->task[self->i]));
		}
		AWAIT_CATCH(err, sleep_ms(&self->sleep, 30));
		say("block: %s", status_name(err));
		if (err)
			ASYNC_RAISE(err);
	} ASYNC_EXIT(task_group_exit(&self->tasks, ASYNC_RAISED));
	ASYNC_END;
}

struct async_main {
	struct coro coro;
	struct group group;
	int fails;
};

static async async_main(struct async_main *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	for (self->fails = 0; self->fails <= 1; self->fails++) {
		self->group = (struct group){.works = {{.ms = 10}, {.ms = 20}, {.ms = 50, .cleanup = 15}}};
		self->group.works[1].error = self->fails ? ASYNC_E_DISCONNECTED : ASYNC_OK;
		AWAIT_CATCH(err, group(&self->group));
		say("group: %s", status_name(err));
	}
	ASYNC_END;
}
RUN_MAIN;
