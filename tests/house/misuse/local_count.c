/* Mistake: a local variable, initialised before ASYNC, counts from await to await. At each resume it is 0
 * again. Python keeps the value. */
// check: 'count' is read here, but the await in line
#include "tests/house/misuse/example.h"

static async work(void)
{
#ifdef FIXED
	ASYNC(int count);
	my->count = my->count + 1;
	AWAIT(sleep_for(NS_PER_MS));
	my->count = my->count + 1;
	AWAIT(sleep_for(NS_PER_MS));
	my->count = my->count + 1;
	printf("count %d\n", my->count);
#else
	int count = 0;

	ASYNC();
	count = count + 1;
	AWAIT(sleep_for(NS_PER_MS));
	count = count + 1; /* here */
	AWAIT(sleep_for(NS_PER_MS));
	count = count + 1;
	printf("count %d, and 3 is expected\n", count);
#endif
	ASYNC_END;
}
EXAMPLE(work);
