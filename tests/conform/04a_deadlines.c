/* Rule 4: deadlines that have passed meanwhile are served in their own order, not in that of the sleepers. */
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	struct sleep sleep;
	int ms;
};

static async nap(struct worker *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_ms(&self->sleep, self->ms));
	say("slept %d", self->ms);
	ASYNC_END;
}
ASYNC_TASK(nap);

struct async_main {
	struct coro coro;
	struct worker workers[5];
	struct task tasks[5];
	struct set_link links[5];
	struct task_set set;
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	static const int ms[] = {30, 10, 50, 20, 70};

	ASYNC_BEGIN(self);
	task_set_init(&self->set);
	for (int i = 0; i < 5; i++) {
		self->workers[i].ms = ms[i];
		task_create(&self->tasks[i], nap, &self->workers[i], "nap");
		task_set_add(&self->set, &self->links[i], &self->tasks[i]);
	}
	AWAIT(sleep_ms(&self->sleep, 5));
	spend(50);
	AWAIT(gather(&self->set));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
