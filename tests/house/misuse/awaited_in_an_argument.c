/* Mistake: the outcome of one coroutine is an argument of another, in one await. The inner one cannot pause
 * there. Python writes an await before each of the two. */
// aborts: cannot start nap_after
// check: nap is a coroutine and is called without an await
#include "tests/house/misuse/example.h"

static async nap(void)
{
	ASYNC();
	AWAIT(sleep_for(0));
	ASYNC_END;
}

static async nap_after(enum status err)
{
	ASYNC();
	AWAIT(sleep_for(err == ASYNC_OK ? 0 : NS_PER_MS));
	ASYNC_END;
}

static async work(void)
{
#ifdef FIXED
	ASYNC(enum status err);
	AWAIT_CATCH(my->err, nap());
	AWAIT(nap_after(my->err));
#else
	ASYNC();
	AWAIT(nap_after(nap())); /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
