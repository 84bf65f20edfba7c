/* Rule 20: as_completed gives results in the order in which they come; an error is raised in its turn, and
 * the loop may go on. */
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
	AWAIT(sleep_ms(&self->sleep, self->ms));
	say("%d ends", self->ms);
	if (self->error)
		ASYNC_RAISE(self->error);
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct work works[4];
	struct task tasks[4], *task;
	struct set_link links[4];
	struct task_set set;
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	static const int ms[] = {40, 20, 30, 10};
	static const enum status errors[] = {ASYNC_OK, ASYNC_E_DISCONNECTED, ASYNC_OK, ASYNC_OK};
	enum status err;

	ASYNC_BEGIN(self);
	task_set_init(&self->set);
	for (int i = 0; i < 4; i++) {
		self->works[i] = (struct work){.ms = ms[i], .error = errors[i]};
		task_create(&self->tasks[i], work, &self->works[i], "work");
		task_set_add(&self->set, &self->links[i], &self->tasks[i]);
	}
	while (task_set_left(&self->set)) {
		AWAIT_CATCH(err, as_completed(&self->set, &self->task));
		if (!err)
			say("taken: %d", self->works[self->task - self->tasks].ms);
		else
			say("taken: %s", status_name(err));
		AWAIT(sleep_ms(&self->sleep, 25));
	}
	ASYNC_END;
}
RUN_MAIN;
