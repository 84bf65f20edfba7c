/* Mistake: a local variable is assigned before an await and read after it. No initialisation is jumped over,
 * so gcc's `make` is silent; clang, and gcc's analyzer, follow the resume and see a variable without a value.
 * Python keeps the value. */
// clang: variable 'start' may be uninitialized when used here
// lint: use of uninitialized value 'start'
// check: 'start' is read here, but the await in line
#include "tests/house/misuse/example.h"

static int64_t took;

static async work(void)
{
#ifdef FIXED
	ASYNC(int64_t start);
	my->start = loop.now;
	AWAIT(sleep_for(0));
	took = loop.now - my->start;
#else
	int64_t start;

	ASYNC();
	start = loop.now;
	AWAIT(sleep_for(0));
	took = loop.now - start; /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
