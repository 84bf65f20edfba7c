/* Mistake: a ++ in the arguments of an exit. It is an await like any other, and they are evaluated again at
 * each resume. Python evaluates them once. */
// gcc: operation on 'my->n' may be undefined
// check: the arguments of an await are evaluated again at each resume: change nothing in them
#include "tests/house/misuse/example.h"

static async work(void)
{
	ASYNC(int n);
	ASYNC_WITH(sleep_for(NS_PER_US)) {
		my->n = 0;
#ifdef FIXED
	} ASYNC_EXIT(sleep_for(NS_PER_US + my->n));
	my->n++;
#else
	} ASYNC_EXIT(sleep_for(NS_PER_US + my->n++)); /* here */
#endif
	printf("n=%d\n", my->n);
	ASYNC_END;
}
EXAMPLE(work);
