/* Rule 19: wait for all bears errors and the end of its time, and tells what is done and what is not; of no
 * tasks it is an error. */
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
	struct work works[3];
	struct task tasks[3];
	struct set_link links[3];
	struct task_set set;
	struct sleep sleep;
};

static void report(struct task *tasks)
{
	int done = 0, failed = 0;

	for (int i = 0; i < 3; i++) {
		done += tasks[i].state == TASK_DONE;
		failed += tasks[i].state == TASK_DONE && task_result(&tasks[i]) != ASYNC_OK;
	}
	say("done: %d, pending: %d, %d failed", done, 3 - done, failed);
}

static async async_main(struct async_main *self)
{
	static const enum status errors[] = {ASYNC_E_DISCONNECTED, ASYNC_OK, ASYNC_OK};
	enum status err;

	ASYNC_BEGIN(self);
	AWAIT(sleep_ms(&self->sleep, 5));
	task_set_init(&self->set);
	for (int i = 0; i < 3; i++) {
		self->works[i] = (struct work){.ms = 10 + 10 * i, .error = errors[i]};
		task_create(&self->tasks[i], work, &self->works[i], "work");
		task_set_add(&self->set, &self->links[i], &self->tasks[i]);
	}
	AWAIT(task_set_wait(&self->set, WAIT_ALL, 0));
	report(self->tasks);
	AWAIT(task_set_wait(&self->set, WAIT_ALL, 25 * NS_PER_MS));
	report(self->tasks);
	AWAIT(task_set_wait(&self->set, WAIT_ALL, 100 * NS_PER_MS));
	report(self->tasks);
	task_set_init(&self->set);
	AWAIT_CATCH(err, task_set_wait(&self->set, WAIT_ALL, -1));
	say("none: %s", status_name(err));
	ASYNC_END;
}
RUN_MAIN;
