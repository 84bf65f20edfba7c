/* Mistake: a local variable, initialised before ASYNC, sums up what happens between awaits. The code before
 * ASYNC runs at each resume, so that the sum begins with nothing each time: no compiler sees anything wrong
 * in that. Python keeps the value. */
// check: 'total' is read here, but the await in line
#include "tests/house/misuse/example.h"

static async work(void)
{
#ifdef FIXED
	ASYNC(int total);
	my->total += 10;
	AWAIT(sleep_for(NS_PER_MS));
	my->total += 5;
	printf("total %d\n", my->total);
#else
	int total = 0; /* looks innocent */

	ASYNC();
	total += 10;
	AWAIT(sleep_for(NS_PER_MS));
	total += 5; /* here */
	printf("total %d, and 15 is expected\n", total);
#endif
	ASYNC_END;
}
EXAMPLE(work);
