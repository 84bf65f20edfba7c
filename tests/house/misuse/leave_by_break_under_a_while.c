/* Mistake: a block of ASYNC_WITH that is all that a loop does, without braces, is left by the loop's break.
 * The braces that the macros bring are no loop: the break leaves the user's own, and passes the exit by. */
// aborts: work: cannot go on: an ASYNC_WITH block was left by return, goto or break
// check: this break leaves a block of ASYNC_WITH
#include "coro/many/locks.h"
#include "tests/house/misuse/example.h"

static async work(void)
{
	ASYNC(struct semaphore door; int rounds; bool done);
	semaphore_init(&my->door, 1);
	while (!my->done)
		ASYNC_WITH(semaphore_acquire(&my->door)) {
			my->done = ++my->rounds == 3;
#ifndef FIXED
			break; /* here: check */
#endif
		} ASYNC_EXIT(semaphore_exit(&my->door));
	ASYNC_END; /* here: aborts */
}
EXAMPLE(work);
