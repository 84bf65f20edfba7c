/* Rule 23: a semaphore serves in order of arrival. */
#include "coro/group.h"
#include "coro/sync.h"
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct semaphore *permits;
	struct semaphore_wait wait;
	struct sleep sleep;
	int i;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(semaphore_acquire(&self->wait, self->permits)) {
		say("%d begins", self->i);
		AWAIT(sleep_ms(&self->sleep, 10));
	} ASYNC_EXIT(semaphore_exit(self->permits));
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct semaphore permits;
	struct task_group tasks;
	struct work works[5];
	struct task task[5];
	struct group_link links[5];
	int i;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	semaphore_init(&self->permits, 2);
	ASYNC_WITH(task_group_enter(&self->tasks)) {
		for (self->i = 0; self->i < 5; self->i++) {
			self->works[self->i] = (struct work){.i = self->i, .permits = &self->permits};
			task_create(&self->task[self->i], work, &self->works[self->i], "work");
			AWAIT(task_group_add(&self->tasks, &self->links[self->i], &self->task[self->i]));
		}
	} ASYNC_EXIT(task_group_exit(&self->tasks, ASYNC_RAISED));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
