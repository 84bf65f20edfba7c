/* Mistake: a coroutine is left by a bare return. Its frame stays where it is, and who awaits it finds it
 * there. Python's return is ASYNC_RETURN here, and raise is ASYNC_RAISE. */
// aborts: work: cannot go on: it was left by a bare return
// check: a bare return ends no coroutine: write ASYNC_RETURN(), or ASYNC_RAISE(…)
#include "tests/house/misuse/example.h"

static async is_early(void)
{
	ASYNC();
	AWAIT(sleep_for(0));
	if (loop.now >= 0)
#ifdef FIXED
		ASYNC_RETURN();
#else
		return ASYNC_OK; /* here: check */
#endif
	AWAIT(sleep_for(0));
	ASYNC_END;
}

static async work(void)
{
	ASYNC();
	AWAIT(is_early()); /* here: aborts */
	ASYNC_END;
}
EXAMPLE(work);
