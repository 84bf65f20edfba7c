/* Rule 5: equal deadlines. asyncio leaves their order to its heap; this loop keeps the order of arrival. */
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	struct sleep sleep;
	int number;
};

static async nap(struct worker *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_ms(&self->sleep, 10));
	say("%d", self->number);
	ASYNC_END;
}
ASYNC_TASK(nap);

struct async_main {
	struct coro coro;
	struct worker workers[8];
	struct task tasks[8];
	struct set_link links[8];
	struct task_set set;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	task_set_init(&self->set);
	for (int i = 0; i < 8; i++) {
		self->workers[i].number = i;
		task_create(&self->tasks[i], nap, &self->workers[i], "nap");
		task_set_add(&self->set, &self->links[i], &self->tasks[i]);
	}
	AWAIT(gather(&self->set));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
