/* Rule 18: gather's results stand in the order of its arguments; it tells the first error at once, and the
 * others run on. */
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct sleep sleep;
	int ms, result;
	enum status error;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_ms(&self->sleep, self->ms));
	say("%d ends", self->ms);
	if (self->error)
		ASYNC_RAISE(self->error);
	self->result = self->ms * self->ms;
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

static void start(struct async_main *self, const enum status errors[3])
{
	static const int ms[] = {30, 10, 20};

	task_set_init(&self->set);
	for (int i = 0; i < 3; i++) {
		self->works[i] = (struct work){.ms = ms[i], .error = errors[i]};
		task_create(&self->tasks[i], work, &self->works[i], "work");
		task_set_add(&self->set, &self->links[i], &self->tasks[i]);
	}
}

static int count_running(const struct async_main *self)
{
	int running = 0;

	for (int i = 0; i < 3; i++)
		running += self->tasks[i].state != TASK_DONE;
	return running;
}

static async async_main(struct async_main *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	start(self, (const enum status[]){ASYNC_OK, ASYNC_OK, ASYNC_OK});
	AWAIT(gather(&self->set));
	say("results: %d %d %d", self->works[0].result, self->works[1].result, self->works[2].result);
	start(self, (const enum status[]){ASYNC_OK, ASYNC_E_DISCONNECTED, ASYNC_E_INVALID});
	AWAIT_CATCH(err, gather(&self->set));
	say("gather: %s, running: %d", status_name(err), count_running(self));
	AWAIT(sleep_ms(&self->sleep, 30));
	say("running: %d, %d", count_running(self), self->works[0].result);
	ASYNC_END;
}
RUN_MAIN;
