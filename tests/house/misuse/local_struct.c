/* Mistake: a local struct is set before an await, and one of its members is read after it. Compilers do not
 * follow structs that are initialised before ASYNC. Python keeps the object. */
// check: 'at' is read here, but the await in line
#include "tests/house/misuse/example.h"

struct point {
	int x, y;
};

static async work(void)
{
#ifdef FIXED
	ASYNC(struct point at);
	my->at.x = 7;
	AWAIT(sleep_for(NS_PER_MS));
	my->at.y = 1;
	printf("%d %d\n", my->at.x, my->at.y);
#else
	struct point at = {0, 0};

	ASYNC();
	at.x = 7;
	AWAIT(sleep_for(NS_PER_MS));
	at.y = 1;
	printf("%d %d\n", at.x, at.y); /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
