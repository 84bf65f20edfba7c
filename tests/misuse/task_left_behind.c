/* Mistake: a coroutine returns while a task that lies in its frame still runs. The frame is its parent's to
 * use again, and the task would run in whatever is put there. In Python a task is an object of its own, and
 * goes on. */
// aborts: work: returns, but task 2 (logger) in its frame still runs
#include "tests/misuse/example.h"

struct logger {
	struct coro coro;
	struct sleep nap;
};

static async logger(struct logger *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_for(&self->nap, NS_PER_MS));
	ASYNC_END;
}
ASYNC_TASK(logger);

struct work {
	struct coro coro;
	struct logger logger;
	struct task task;
	struct task_wait wait;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	task_create(&self->task, logger, &self->logger, "logger"); /* here */
#ifdef FIXED
	AWAIT(task_await(&self->wait, &self->task));
#endif
	ASYNC_END; /* here */
}
EXAMPLE(work);
