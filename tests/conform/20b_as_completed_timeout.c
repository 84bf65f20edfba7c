/* Rule 20: when the time is up, each task that is left counts as one timeout, and runs on. */
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
	struct work works[4];
	struct task tasks[4], *task;
	struct set_link links[4];
	struct task_set set;
	struct sleep sleep;
};

static int count_running(const struct async_main *self)
{
	int running = 0;

	for (int i = 0; i < 4; i++)
		running += self->tasks[i].state != TASK_DONE;
	return running;
}

static async async_main(struct async_main *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	AWAIT(sleep_ms(&self->sleep, 5));
	task_set_init(&self->set);
	for (int i = 0; i < 4; i++) {
		self->works[i] = (struct work){.ms = 10 + 10 * i};
		task_create(&self->tasks[i], work, &self->works[i], "work");
		task_set_add(&self->set, &self->links[i], &self->tasks[i]);
	}
	task_set_timeout(&self->set, 25 * NS_PER_MS);
	while (task_set_left(&self->set)) {
		AWAIT_CATCH(err, as_completed(&self->set, &self->task));
		say("taken: %s", status_name(err));
	}
	AWAIT(sleep_ms(&self->sleep, 30));
	say("running: %d", count_running(self));
	ASYNC_END;
}
RUN_MAIN;
