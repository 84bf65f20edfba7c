/* Mistake: a frame is awaited by two at once: a task runs in it, and now another coroutine begins it again.
 * Python: RuntimeError, "coroutine is being awaited already". What many wait for is the task. */
// aborts: fetch: cannot go on: the frame is awaited by somebody already
#include "tests/misuse/example.h"

struct fetch {
	struct coro coro;
	struct sleep nap;
};

static async fetch(struct fetch *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_for(&self->nap, NS_PER_MS));
	ASYNC_END;
}
ASYNC_TASK(fetch);

struct work {
	struct coro coro;
	struct sleep nap;
	struct fetch fetch;
	struct task task;
	struct task_wait wait;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	task_create(&self->task, fetch, &self->fetch, "fetch");
	AWAIT(sleep_for(&self->nap, 0));
#ifdef FIXED
	AWAIT(task_await(&self->wait, &self->task));
#else
	AWAIT(fetch(&self->fetch)); /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
