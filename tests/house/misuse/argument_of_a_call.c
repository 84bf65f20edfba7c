/* Mistake: a function that is called in the arguments of an await changes what it is given the address of. It
 * is called again at each resume. Python evaluates the arguments once. */
// check: next_of(…) is called again at each resume, and may change something each time
#include "tests/house/misuse/example.h"

static int next_of(int *n)
{
	return ++*n;
}

static async work(void)
{
#ifdef FIXED
	ASYNC(int n, ms);
	my->ms = next_of(&my->n);
	AWAIT(sleep_for(my->ms * NS_PER_MS));
#else
	ASYNC(int n);
	AWAIT(sleep_for(next_of(&my->n) * NS_PER_MS)); /* here */
#endif
	printf("n=%d\n", my->n);
	ASYNC_END;
}
EXAMPLE(work);
