/* Mistake: a block of ASYNC_WITH is left by the continue of a loop around it. The jump passes the exit by, so
 * that the permit would never be given back. Python runs the exit, then goes on with the loop. */
// gcc: a break or continue leaves this ASYNC_WITH block without its exit
// clang: a break or continue leaves this ASYNC_WITH block without its exit
#include "coro/many/locks.h"
#include "tests/house/misuse/example.h"

static async work(void)
{
	ASYNC(struct semaphore door; int rounds);
	semaphore_init(&my->door, 1);
	while (my->rounds < 3) {
		ASYNC_WITH(semaphore_acquire(&my->door)) {
			my->rounds++;
#ifndef FIXED
			if (my->rounds < 3)
				continue;
#endif
		} ASYNC_EXIT(semaphore_exit(&my->door)); /* here */
	}
	ASYNC_END;
}
EXAMPLE(work);
