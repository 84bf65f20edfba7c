/* Mistake: a coroutine is called without AWAIT. It would begin, and nobody would let it go on. Python
 * warns at run time that the coroutine "was never awaited"; here the dropped result is a warning, and so
 * an error. */
// gcc: ignoring return value of 'sleep_for'
// clang: ignoring return value of function declared with 'warn_unused_result' attribute
// check: sleep_for is a coroutine and is called without an await: write AWAIT(sleep_for(…))
#include "tests/house/misuse/example.h"

static async work(void)
{
	ASYNC(int i);
	for (my->i = 0; my->i < 3; my->i++) {
#ifdef FIXED
		AWAIT(sleep_for(0));
#else
		sleep_for(0); /* here */
#endif
	}
	ASYNC_END;
}
EXAMPLE(work);
