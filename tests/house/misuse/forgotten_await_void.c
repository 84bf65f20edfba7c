/* Mistake: a coroutine is called without AWAIT, and a cast says that its result is not wanted. That silences
 * clang, and not gcc. The coroutine would begin, and nobody would let it go on. */
// gcc: ignoring return value of 'sleep_for'
// aborts: cannot start sleep_for (coro/sleep.c
// check: sleep_for is a coroutine and is called without an await: write AWAIT(sleep_for(…))
#include "tests/house/misuse/example.h"

static async work(void)
{
#ifdef FIXED
	enum status ignored;

#endif
	ASYNC(); /* here: aborts */
#ifdef FIXED
	AWAIT_CATCH(ignored, sleep_for(0));
	(void)ignored;
#else
	(void)sleep_for(0); /* here: gcc */ /* here: check */
#endif
	ASYNC_END;
}
EXAMPLE(work);
