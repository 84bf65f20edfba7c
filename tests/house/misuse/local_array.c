/* Mistake: a local array is filled before an await and read after it. At the resume it is other memory.
 * Compilers do not follow arrays. Python keeps the string. */
// check: 'buf' is read here, but the await in line
#include "tests/house/misuse/example.h"

static async work(void)
{
#ifdef FIXED
	ASYNC(char buf[64]);
	snprintf(my->buf, sizeof my->buf, "hello %d", 7);
	AWAIT(sleep_for(NS_PER_MS));
	printf("%.20s\n", my->buf);
#else
	char buf[64];

	ASYNC();
	snprintf(buf, sizeof buf, "hello %d", 7);
	AWAIT(sleep_for(NS_PER_MS));
	printf("%.20s\n", buf); /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
