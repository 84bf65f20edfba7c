/* Mistake: a coroutine is called without AWAIT, and its result is used. That is ASYNC_PENDING, no outcome.
 * Python would show a coroutine object, and warn at the end that it "was never awaited". */
// aborts: cannot start sleep_for (coro/sleep.c
// check: sleep_for is a coroutine and is called without an await: write AWAIT(sleep_for(…))
#include "tests/house/misuse/example.h"

static async work(void)
{
	enum status err;

	ASYNC(); /* here: aborts */
#ifdef FIXED
	AWAIT_CATCH(err, sleep_for(0));
#else
	err = sleep_for(0); /* here: check */
#endif
	printf("%s\n", status_name(err));
	ASYNC_END;
}
EXAMPLE(work);
