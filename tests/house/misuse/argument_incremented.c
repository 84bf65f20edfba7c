/* Mistake: a ++ in the arguments of an await. They are evaluated again at each resume. Python has no ++, and
 * evaluates them once. */
// gcc: operation on 'my->i' may be undefined
// check: the arguments of an await are evaluated again at each resume: change nothing in them
#include "tests/house/misuse/example.h"

static async work(void)
{
	ASYNC(int i);
#ifdef FIXED
	my->i++;
	AWAIT(sleep_for(my->i * NS_PER_MS / 10));
#else
	AWAIT(sleep_for(++my->i * NS_PER_MS / 10)); /* here */
#endif
	printf("i=%d\n", my->i);
	ASYNC_END;
}
EXAMPLE(work);
