/* Mistake: a block of ASYNC_WITH is left by a bare return, not by ASYNC_RETURN. Neither the block's exit nor
 * the coroutine's own end is run; who awaits it finds the frame still open. Python's return runs the exit. */
// aborts: work: cannot go on: an ASYNC_WITH block was left by return, goto or break
#include "coro/sync.h"
#include "tests/misuse/example.h"

struct visit {
	struct coro coro;
	struct semaphore door;
	struct semaphore_wait wait;
};

static async visit(struct visit *self)
{
	ASYNC_BEGIN(self);
	semaphore_init(&self->door, 1);
	ASYNC_WITH(semaphore_acquire(&self->wait, &self->door)) {
#ifdef FIXED
		ASYNC_RETURN();
#else
		return ASYNC_OK;
#endif
	} ASYNC_EXIT(semaphore_exit(&self->door));
	ASYNC_END;
}

struct work {
	struct coro coro;
	struct visit visit;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	AWAIT(visit(&self->visit)); /* here */
	ASYNC_END;
}
EXAMPLE(work);
