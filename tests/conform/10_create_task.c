/* Rule 10: create_task runs nothing: the first step is queued, behind whoever is ready already. */
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	int number;
};

static async work(struct worker *self)
{
	ASYNC_BEGIN(self);
	say("worker %d", self->number);
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct worker workers[3];
	struct task tasks[3];
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	for (int i = 0; i < 3; i++) {
		self->workers[i].number = i;
		task_create(&self->tasks[i], work, &self->workers[i], "worker");
		say("created %d", i);
	}
	spend(10);
	say("still main");
	AWAIT(sleep_ms(&self->sleep, 0));
	for (int i = 0; i < 3; i++)
		say("%d done: %d", i, self->tasks[i].state == TASK_DONE);
	ASYNC_END;
}
RUN_MAIN;
