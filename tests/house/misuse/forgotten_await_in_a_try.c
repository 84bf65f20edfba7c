/* Mistake: a coroutine is called in ASYNC_TRY, not in AWAIT. ASYNC_TRY is for plain functions, which never
 * wait; AWAIT raises a coroutine's error as well. In Python both are just calls, and the forgotten await is
 * told at run time. */
// aborts: cannot start sleep_for (coro/sleep.c
// check: sleep_for is a coroutine and is called without an await: write AWAIT(sleep_for(…))
#include "tests/house/misuse/example.h"

static async work(void)
{
	ASYNC(); /* here: aborts */
#ifdef FIXED
	AWAIT(sleep_for(0));
#else
	ASYNC_TRY(sleep_for(0)); /* here: check */
#endif
	ASYNC_END;
}
EXAMPLE(work);
