/* Rule 18: with return_exceptions gather waits for all, and errors are results like any other. */
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

struct async_main {
	struct coro coro;
	struct work works[4];
	struct task tasks[4];
	struct set_link links[4];
	struct task_set set;
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	static const enum status errors[] = {
		ASYNC_E_DISCONNECTED, ASYNC_OK, ASYNC_E_INVALID, ASYNC_CANCELLED};
	enum status err;

	ASYNC_BEGIN(self);
	task_set_init(&self->set);
	for (int i = 0; i < 4; i++) {
		self->works[i] = (struct work){.ms = 40 - 10 * i, .error = errors[i]};
		task_create(&self->tasks[i], work, &self->works[i], "work");
		task_set_add(&self->set, &self->links[i], &self->tasks[i]);
	}
	AWAIT_CATCH(err, gather_return_exceptions(&self->set));
	say("gather: %s", status_name(err));
	AWAIT(sleep_ms(&self->sleep, 40));
	for (int i = 0; i < 4; i++)
		say("%d: %s", i, status_name(task_result(&self->tasks[i])));
	ASYNC_END;
}
RUN_MAIN;
