/* Rule 19: wait for FIRST_COMPLETED ends with the first task, whatever its outcome; none is cancelled. */
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

/* Takes what is done out of the set, as wait() gives it to its caller. */
static void report(struct task_set *set)
{
	int done = 0, failed = 0;

	for (struct task *t = task_set_take(set); t; t = task_set_take(set)) {
		failed += task_result(t) != ASYNC_OK;
		done++;
	}
	say("done: %d, pending: %u, %d of them failed", done, task_set_left(set), failed);
}

struct async_main {
	struct coro coro;
	struct work works[3];
	struct task tasks[3];
	struct set_link links[3];
	struct task_set set;
};

static async async_main(struct async_main *self)
{
	static const enum status errors[] = {ASYNC_OK, ASYNC_E_DISCONNECTED, ASYNC_OK};

	ASYNC_BEGIN(self);
	task_set_init(&self->set);
	for (int i = 0; i < 3; i++) {
		self->works[i] = (struct work){.ms = 30 - 10 * i, .error = errors[i]};
		task_create(&self->tasks[i], work, &self->works[i], "work");
		task_set_add(&self->set, &self->links[i], &self->tasks[i]);
	}
	while (task_set_left(&self->set)) {
		AWAIT(task_set_wait(&self->set, WAIT_FIRST_COMPLETED, -1));
		report(&self->set);
	}
	ASYNC_END;
}
RUN_MAIN;
