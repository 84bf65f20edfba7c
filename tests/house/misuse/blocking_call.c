/* Mistake: a call that blocks. Nobody else runs meanwhile, and no timer rings. Python has time.sleep, and the
 * same mistake. */
// not caught: unless LOOP_DEBUG=1 says who has run for long (coro/watch/debug.h)
#include "tests/house/misuse/example.h"

#include <time.h>

static async work(void)
{
	ASYNC();
#ifdef FIXED
	AWAIT(sleep_for(10 * NS_PER_MS));
#else
	nanosleep(&(struct timespec){.tv_nsec = 10 * NS_PER_MS}, NULL);
#endif
	ASYNC_END;
}
EXAMPLE(work);
