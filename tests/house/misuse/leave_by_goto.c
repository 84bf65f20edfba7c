/* Mistake: a block of ASYNC_WITH is left by goto. The jump passes the exit by, so that the permit would never
 * be given back. Python has no goto, and runs the exit whatever ends the block. */
// aborts: work: cannot go on: an ASYNC_WITH block was left by return, goto or break
// check: this goto leaves a block of ASYNC_WITH
#include "coro/many/locks.h"
#include "tests/house/misuse/example.h"

static async work(void)
{
	ASYNC(struct semaphore door; bool is_late);
	semaphore_init(&my->door, 1);
	ASYNC_WITH(semaphore_acquire(&my->door)) {
#ifdef FIXED
		if (!my->is_late)
			ASYNC_RETURN();
#else
		if (!my->is_late)
			goto out; /* here: check */
#endif
	} ASYNC_EXIT(semaphore_exit(&my->door));
#ifndef FIXED
out:
#endif
	my->is_late = true;
	ASYNC_END; /* here: aborts */
}
EXAMPLE(work);
