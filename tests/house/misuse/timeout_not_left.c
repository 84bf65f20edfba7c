/* Mistake: a timeout is entered by an await of its own, not by ASYNC_WITH, so nobody leaves it. Its timer
 * would fire in a frame that is gone. Python has no way to enter one but `async with`, unless its method is
 * called by name. */
// aborts: part: returns, but the timeout in its frame is still open
#include "coro/timeout.h"
#include "tests/house/misuse/example.h"

static async part(void)
{
	ASYNC(struct timeout timeout);
#ifdef FIXED
	ASYNC_WITH(timeout_enter(&my->timeout, NS_PER_S)) {
		AWAIT(sleep_for(NS_PER_MS));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
#else
	AWAIT(timeout_enter(&my->timeout, NS_PER_S)); /* here */
	AWAIT(sleep_for(NS_PER_MS));
#endif
	ASYNC_END; /* here */
}

static async work(void)
{
	ASYNC();
	AWAIT(part());
	ASYNC_END;
}
EXAMPLE(work);
