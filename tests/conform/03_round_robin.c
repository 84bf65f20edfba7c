/* Rule 3: who yields goes behind all who are ready, so workers take turns. */
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	struct sleep sleep;
	char name;
	int steps, i;
};

static async work(struct worker *self)
{
	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < self->steps; self->i++) {
		say("%c%d", self->name, self->i);
		AWAIT(sleep_ms(&self->sleep, 0));
	}
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct worker workers[3];
	struct task tasks[3];
	struct set_link links[3];
	struct task_set set;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	task_set_init(&self->set);
	for (int i = 0; i < 3; i++) {
		self->workers[i] = (struct worker){.name = (char)('A' + i), .steps = 3 - i};
		task_create(&self->tasks[i], work, &self->workers[i], "worker");
		task_set_add(&self->set, &self->links[i], &self->tasks[i]);
	}
	AWAIT(gather(&self->set));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
