/* Mistake: the arguments of an await change something. They are evaluated again at each resume, and change it
 * again. Python evaluates them once. */
// gcc: operation on 'my->i' may be undefined
// check: the arguments of an await are evaluated again at each resume: change nothing in them
#include "tests/house/misuse/example.h"

static async work(void)
{
	ASYNC(int i, n);
	while (my->i < 3) {
#ifdef FIXED
		my->i++;
		AWAIT(sleep_for(my->i * NS_PER_US));
#else
		AWAIT(sleep_for((++my->i) * NS_PER_US)); /* here */
#endif
	}
	my->n = 0;
#ifdef FIXED
	my->n++;
	AWAIT(sleep_for(NS_PER_US));
#else
	AWAIT(sleep_for((my->n++, NS_PER_US))); /* here: check */
#endif
	printf("%d %d\n", my->i, my->n);
	ASYNC_END;
}
EXAMPLE(work);
