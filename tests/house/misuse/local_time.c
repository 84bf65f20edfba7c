/* Mistake: a local variable is initialised before ASYNC with a value that is another one later. At each
 * resume it is initialised anew, so that it does not tell when the coroutine began. Python keeps the value.
 * */
// check: 'start' is initialised anew at each resume, in line
#include "tests/house/misuse/example.h"

static int64_t took;

static async work(void)
{
#ifdef FIXED
	ASYNC(int64_t start);
	my->start = loop.now;
	AWAIT(sleep_for(NS_PER_MS));
	took = loop.now - my->start;
#else
	int64_t start = loop.now;

	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	took = loop.now - start; /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
