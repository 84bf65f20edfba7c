/* Rule 19: wait for FIRST_EXCEPTION ends with the first error; a cancelled task is none. */
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
	if (self->error)
		ASYNC_RAISE(self->error);
	ASYNC_END;
}
ASYNC_TASK(work);

static const char *outcome_of(struct task *t)
{
	return t->state == TASK_DONE ? status_name(task_result(t)) : "pending";
}

struct report {
	struct coro coro;
	struct work works[4];
	struct task tasks[4];
	struct set_link links[4];
	struct task_set set;
};

static async report(struct report *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	task_set_init(&self->set);
	for (int i = 0; i < 4; i++) {
		self->works[i].ms = 40 - 10 * i;
		task_create(&self->tasks[i], work, &self->works[i], "work");
		task_set_add(&self->set, &self->links[i], &self->tasks[i]);
	}
	AWAIT_CATCH(err, task_set_wait(&self->set, WAIT_FIRST_ERROR, -1));
	say("wait: %s", status_name(err));
	for (int i = 0; i < 4; i++)
		say("%d: %s", i, outcome_of(&self->tasks[i]));
	AWAIT(task_set_wait(&self->set, WAIT_ALL, -1));
	ASYNC_END;
}

struct async_main {
	struct coro coro;
	struct report report;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	self->report.works[1].error = ASYNC_E_DISCONNECTED;
	self->report.works[3].error = ASYNC_CANCELLED;
	AWAIT(report(&self->report));
	self->report = (struct report){.works = {[3].error = ASYNC_CANCELLED}};
	AWAIT(report(&self->report));
	ASYNC_END;
}
RUN_MAIN;
