/* Mistake: a block of ASYNC_WITH that is all that a loop does, without braces, is left by the loop's break.
 * The braces that the macros bring are no loop: the break leaves the user's own, and passes the exit by. */
// gcc: a break or continue leaves this ASYNC_WITH block without its exit
// clang: a break or continue leaves this ASYNC_WITH block without its exit
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
			break;
#endif
		} ASYNC_EXIT(semaphore_exit(&my->door)); /* here */
	ASYNC_END;
}
EXAMPLE(work);
