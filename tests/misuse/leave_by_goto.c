/* Mistake: a block of ASYNC_WITH is left by goto. The jump passes the exit by, so that the permit would never
 * be given back. Python has no goto, and runs the exit whatever ends the block. */
// aborts: work: cannot go on: an ASYNC_WITH block was left by return, goto or break
#include "coro/sync.h"
#include "tests/misuse/example.h"

struct work {
	struct coro coro;
	struct semaphore door;
	struct semaphore_wait wait;
	bool is_late;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	semaphore_init(&self->door, 1);
	ASYNC_WITH(semaphore_acquire(&self->wait, &self->door)) {
#ifdef FIXED
		if (!self->is_late)
			ASYNC_RETURN();
#else
		if (!self->is_late)
			goto out;
#endif
	} ASYNC_EXIT(semaphore_exit(&self->door));
#ifndef FIXED
out:
#endif
	self->is_late = true;
	ASYNC_END; /* here */
}
EXAMPLE(work);
