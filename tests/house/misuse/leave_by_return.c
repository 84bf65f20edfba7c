/* Mistake: a block of ASYNC_WITH is left by a bare return, not by ASYNC_RETURN. Neither the block's exit nor
 * the coroutine's own end runs; its caller finds the frame still open. Python's return runs the exit. */
// aborts: work: cannot go on: an ASYNC_WITH block was left by return, goto or break
// check: a bare return ends no coroutine
#include "coro/many/locks.h"
#include "tests/house/misuse/example.h"

static async visit(void)
{
	ASYNC(struct semaphore door);
	semaphore_init(&my->door, 1);
	ASYNC_WITH(semaphore_acquire(&my->door)) {
#ifdef FIXED
		ASYNC_RETURN();
#else
		return ASYNC_OK; /* here: check */
#endif
	} ASYNC_EXIT(semaphore_exit(&my->door));
	ASYNC_END;
}

static async work(void)
{
	ASYNC();
	AWAIT(visit()); /* here: aborts */
	ASYNC_END;
}
EXAMPLE(work);
