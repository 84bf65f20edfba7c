/* Mistake: a plain function calls a coroutine and returns what that returns. It is right as long as whoever
 * calls it awaits it; but nothing says so, and no compiler warns of the one who does not. A function that is
 * declared async says it. In Python such a function returns the coroutine object, and forgetting to await
 * that is the same mistake. */
// check: declare pause_for async, to be awaited too
#include "tests/house/misuse/example.h"

#ifdef FIXED
static async pause_for(int ms)
#else
static enum status pause_for(int ms)
#endif
{
	return sleep_for(ms * NS_PER_MS); /* here */
}

static async work(void)
{
	ASYNC();
	AWAIT(pause_for(1));
	ASYNC_END;
}
EXAMPLE(work);
