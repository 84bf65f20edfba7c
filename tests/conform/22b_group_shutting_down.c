/* Rule 22: a group that is shutting down takes no new task; what it was given never runs. */
#include "coro/group.h"
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct sleep sleep;
	int ms;
	enum status error;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	say("%d begins", self->ms);
	AWAIT(sleep_ms(&self->sleep, self->ms));
	if (self->error)
		ASYNC_RAISE(self->error);
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
};

static async group(struct group *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	ASYNC_WITH(task_group_enter(&self->tasks)) {
		task_create(&self->task[0], work, &self->works[0], "work");
		AWAIT(task_group_add(&self->tasks, &self->links[0], &self->task[0]));
		AWAIT_CATCH(err, sleep_ms(&self->sleep, 50));
		say("block: %s", status_name(err));
		task_create(&self->task[1], work, &self->works[1], "work");
		AWAIT_CATCH(err, task_group_add(&self->tasks, &self->links[1], &self->task[1]));
		say("one more: %s", err ? "refused" : "taken");
	} ASYNC_EXIT(task_group_exit(&self->tasks, ASYNC_RAISED));
	ASYNC_END;
}

struct async_main {
	struct coro coro;
	struct group group;
};

static async async_main(struct async_main *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	self->group.works[0] = (struct work){.ms = 10, .error = ASYNC_E_DISCONNECTED};
	self->group.works[1] = (struct work){.ms = 20};
	AWAIT_CATCH(err, group(&self->group));
	say("group: %s", status_name(err));
	ASYNC_END;
}
RUN_MAIN;
