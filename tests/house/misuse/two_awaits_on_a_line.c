/* Mistake: two awaits on one line. An await's line is the place at which the coroutine goes on, so one line
 * cannot hold two places. Python numbers its awaits by instruction and does not mind. */
// gcc: duplicate case value
// clang: duplicate case value
#include "tests/house/misuse/example.h"

/* What follows is not for clang-format, which would mend the mistake. */
/* clang-format off */
static async work(void)
{
	ASYNC();
#ifdef FIXED
	AWAIT(sleep_for(0));
	AWAIT(sleep_for(0));
#else
	AWAIT(sleep_for(0)); AWAIT(sleep_for(0)); /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
