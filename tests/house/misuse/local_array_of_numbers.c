/* Mistake: one element of a local array is set before an await and read after it; the array is initialised
 * before ASYNC, and so again at the resume. Compilers do not follow arrays. Python keeps the list. */
// check: 'seen' is read here, but the await in line
#include "tests/house/misuse/example.h"

static async work(void)
{
#ifdef FIXED
	ASYNC(int seen[3]);
	my->seen[1] = 7;
	AWAIT(sleep_for(NS_PER_MS));
	printf("%d\n", my->seen[1]);
#else
	int seen[3] = {0};

	ASYNC();
	seen[1] = 7;
	AWAIT(sleep_for(NS_PER_MS));
	printf("%d\n", seen[1]); /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
