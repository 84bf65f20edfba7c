/* Mistake: a block of ASYNC_WITH is left by the break of a loop around it. The jump passes the exit by, so
 * that the permit would never be given back. Python runs the exit, then breaks. */
// aborts: work: cannot go on: an ASYNC_WITH block was left by return, goto or break
#include "coro/sync.h"
#include "tests/misuse/example.h"

struct work {
	struct coro coro;
	struct semaphore door;
	struct semaphore_wait wait;
	bool done;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	semaphore_init(&self->door, 1);
	while (!self->done) {
		ASYNC_WITH(semaphore_acquire(&self->wait, &self->door)) {
			self->done = true;
#ifndef FIXED
			break;
#endif
		} ASYNC_EXIT(semaphore_exit(&self->door));
	}
	ASYNC_END; /* here */
}
EXAMPLE(work);
