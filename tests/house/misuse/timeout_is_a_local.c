/* Mistake: what an await needs while it waits is a local variable. The timer in it would ring in memory that
 * belongs to somebody else by then. In Python it is an object. */
// aborts: the timeout is a C variable, which is gone at the next await
// check: this await is given the address of 'timeout'
#include "coro/timeout.h"
#include "tests/house/misuse/example.h"

static async work(void)
{
#ifdef FIXED
	ASYNC(struct timeout timeout);
	ASYNC_WITH(timeout_enter(&my->timeout, NS_PER_S)) {
		AWAIT(sleep_for(NS_PER_MS));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
#else
	struct timeout timeout = {0};

	ASYNC();
	ASYNC_WITH(timeout_enter(&timeout, NS_PER_S)) { /* here */
		AWAIT(sleep_for(NS_PER_MS));
	} ASYNC_EXIT(timeout_exit(&timeout, ASYNC_RAISED));
#endif
	ASYNC_END;
}
EXAMPLE(work);
