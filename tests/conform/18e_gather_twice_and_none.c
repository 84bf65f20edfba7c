/* Rule 18: a task that is given twice runs once; of no tasks the result is there at once, without a turn
 * of the loop. */
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct sleep sleep;
	int result;
};

static int runs;

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_ms(&self->sleep, 10));
	self->result = ++runs;
	ASYNC_END;
}
ASYNC_TASK(work);

struct other {
	struct coro coro;
};

static async other(struct other *self)
{
	ASYNC_BEGIN(self);
	say("other");
	ASYNC_END;
}
ASYNC_TASK(other);

struct async_main {
	struct coro coro;
	struct work work;
	struct other other;
	struct task task;
	struct set_link links[2];
	struct task_set set;
	struct task_wait wait;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	task_create(&self->task, work, &self->work, "work");
	task_set_init(&self->set);
	task_set_add(&self->set, &self->links[0], &self->task);
	task_set_add(&self->set, &self->links[1], &self->task);
	AWAIT(gather(&self->set));
	say("given twice: %d %d, runs: %d", self->work.result, self->work.result, runs);
	task_create(&self->task, other, &self->other, "other");
	task_set_init(&self->set);
	AWAIT(gather(&self->set));
	say("given none");
	AWAIT(task_await(&self->wait, &self->task));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
