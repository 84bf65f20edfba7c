/* Mistake: a local variable gets its value in one of two branches before an await, and is read after it. On
 * every path that a reader sees it has a value; on the one that he does not see, the resume, it has none.
 * Python keeps the value. */
// clang: variable 'pause' may be uninitialized when used here
// lint: use of uninitialized value 'pause'
// check: 'pause' is read here, but the await in line
#include "tests/house/misuse/example.h"

static int64_t rested;
static bool is_tired;

static async work(void)
{
#ifdef FIXED
	ASYNC(int64_t pause);
	my->pause = is_tired ? NS_PER_MS : 0;
	AWAIT(sleep_for(0));
	rested += my->pause;
#else
	int64_t pause; /* before ASYNC it is no better than behind it */

	ASYNC();
	if (is_tired)
		pause = NS_PER_MS;
	else
		pause = 0;
	AWAIT(sleep_for(0));
	rested += pause; /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
