/* Mistake: a block of ASYNC_WITH is left by the break of a loop around it. The jump passes the exit by, so
 * that the permit would never be given back. Python runs the exit, then breaks. */
// gcc: a break or continue leaves this ASYNC_WITH block without its exit
// clang: a break or continue leaves this ASYNC_WITH block without its exit
#include "coro/many/locks.h"
#include "tests/house/misuse/example.h"

static async work(void)
{
	ASYNC(struct semaphore door; bool done);
	semaphore_init(&my->door, 1);
	while (!my->done) {
		ASYNC_WITH(semaphore_acquire(&my->door)) {
			my->done = true;
#ifndef FIXED
			break;
#endif
		} ASYNC_EXIT(semaphore_exit(&my->door)); /* here */
	}
	ASYNC_END;
}
EXAMPLE(work);
