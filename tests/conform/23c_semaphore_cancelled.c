/* Rule 23: who is cancelled with a permit already granted passes it on to the next. */
#include "coro/sync.h"
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct semaphore *permits;
	struct semaphore_wait wait;
	int i;
};

static async work(struct work *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	AWAIT_CATCH(err, semaphore_acquire(&self->wait, self->permits));
	say("%d: %s", self->i, status_name(err));
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct semaphore permits;
	struct work works[4];
	struct task tasks[4];
	struct set_link links[4];
	struct task_set set;
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	semaphore_init(&self->permits, 0);
	task_set_init(&self->set);
	for (int i = 0; i < 4; i++) {
		self->works[i] = (struct work){.i = i, .permits = &self->permits};
		task_create(&self->tasks[i], work, &self->works[i], "work");
		task_set_add(&self->set, &self->links[i], &self->tasks[i]);
	}
	AWAIT(sleep_ms(&self->sleep, 10));
	task_cancel(&self->tasks[0]);
	semaphore_release(&self->permits);
	task_cancel(&self->tasks[1]);
	AWAIT(sleep_ms(&self->sleep, 10));
	semaphore_release(&self->permits);
	task_cancel(&self->tasks[3]);
	AWAIT(gather(&self->set));
	say("locked: %d", self->permits.value == 0);
	ASYNC_END;
}
RUN_MAIN;
