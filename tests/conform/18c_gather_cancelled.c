/* Rule 18: who cancels a gather cancels all its tasks, and it raises, whatever they make of that. */
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct sleep sleep;
	int cleanup;
	bool swallows;
	enum status err;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	AWAIT_CATCH(self->err, sleep_ms(&self->sleep, 90));
	AWAIT(sleep_ms(&self->sleep, self->cleanup));
	say("cleanup of %d: %s", self->cleanup, status_name(self->err));
	if (self->err && !self->swallows)
		ASYNC_RAISE(self->err);
	ASYNC_END;
}
ASYNC_TASK(work);

struct group {
	struct coro coro;
	struct work works[2];
	struct task tasks[2];
	struct set_link links[2];
	struct task_set set;
	struct sleep sleep;
	bool return_exceptions;
};

static async group(struct group *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	task_set_init(&self->set);
	for (int i = 0; i < 2; i++) {
		task_create(&self->tasks[i], work, &self->works[i], "work");
		task_set_add(&self->set, &self->links[i], &self->tasks[i]);
	}
	AWAIT_CATCH(err, (self->return_exceptions ? gather_return_exceptions : gather)(&self->set));
	say("gather: %s", status_name(err));
	AWAIT(sleep_ms(&self->sleep, 40));
	say("tasks: %s, %s", status_name(task_result(&self->tasks[0])),
		status_name(task_result(&self->tasks[1])));
	ASYNC_END;
}
ASYNC_TASK(group);

struct async_main {
	struct coro coro;
	struct group group;
	struct task task;
	struct task_wait wait;
	struct sleep sleep;
	int i;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < 4; self->i++) {
		self->group = (struct group){.return_exceptions = self->i >= 2};
		self->group.works[0] = (struct work){.cleanup = 10, .swallows = true};
		self->group.works[1] = (struct work){.cleanup = 20, .swallows = self->i % 2};
		task_create(&self->task, group, &self->group, "group");
		AWAIT(sleep_ms(&self->sleep, 10));
		task_cancel(&self->task);
		AWAIT(task_await(&self->wait, &self->task));
	}
	ASYNC_END;
}
RUN_MAIN;
