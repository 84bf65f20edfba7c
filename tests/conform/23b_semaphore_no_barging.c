/* Rule 23: a released permit belongs to the first who waits, and nobody who comes later overtakes him. */
#include "coro/sync.h"
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	const char *name;
	struct semaphore *permits;
	struct semaphore_wait wait;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	AWAIT(semaphore_acquire(&self->wait, self->permits));
	say("%s has a permit", self->name);
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct semaphore permits;
	struct work mine, early, late;
	struct task task;
	struct task_wait wait;
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	semaphore_init(&self->permits, 1);
	self->mine = (struct work){.name = "main", .permits = &self->permits};
	AWAIT(work(&self->mine));
	self->early = (struct work){.name = "early", .permits = &self->permits};
	task_create(&self->task, work, &self->early, "early");
	AWAIT(sleep_ms(&self->sleep, 10));
	semaphore_release(&self->permits);
	semaphore_release(&self->permits);
	say("free for a newcomer: %d", self->permits.value > 0 && self->permits.called == 0);
	self->late = (struct work){.name = "late", .permits = &self->permits};
	AWAIT(work(&self->late));
	AWAIT(task_await(&self->wait, &self->task));
	ASYNC_END;
}
RUN_MAIN;
