/* Rule 18: a task that is cancelled ends the gather as an error would, and the others live. */
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
	say("%d ends", self->ms);
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct work works[3];
	struct task tasks[3];
	struct set_link links[3];
	struct task_set set;
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	task_set_init(&self->set);
	for (int i = 0; i < 3; i++) {
		self->works[i] = (struct work){.ms = 10 + 10 * i};
		task_create(&self->tasks[i], work, &self->works[i], "work");
		task_set_add(&self->set, &self->links[i], &self->tasks[i]);
	}
	task_cancel(&self->tasks[1]);
	AWAIT_CATCH(err, gather(&self->set));
	say("gather: %s, requests here: %d", status_name(err), task_running->cancelling);
	AWAIT(sleep_ms(&self->sleep, 40));
	for (int i = 0; i < 3; i++)
		say("%d: %s", i, status_name(task_result(&self->tasks[i])));
	ASYNC_END;
}
RUN_MAIN;
