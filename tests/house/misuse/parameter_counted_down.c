/* Mistake: a parameter counts down from await to await. Each resume passes the first value again: this would
 * never end. Python keeps the value. */
// check: 'times' is read here, but the await in line
#include "tests/house/misuse/example.h"

static async tick(int times)
{
#ifdef FIXED
	ASYNC(int i);
	for (my->i = 0; my->i < times; my->i++)
		AWAIT(sleep_for(0));
#else
	ASYNC();
	while (times--) /* here */
		AWAIT(sleep_for(0));
#endif
	ASYNC_END;
}

static async work(void)
{
	ASYNC();
	AWAIT(tick(3));
	ASYNC_END;
}
EXAMPLE(work);
