/* Mistake: an array whose length is known only at run time lives across an await. The resume would jump into
 * its scope without making it, which C forbids. Python keeps the list in the coroutine object. */
// gcc: switch jumps into scope of identifier with variably modified type
// clang: cannot jump from switch statement to this case label
#include "tests/house/misuse/example.h"

enum { SIZES_MAX = 8 };

static async work(void)
{
	ASYNC(int count; int sizes[SIZES_MAX]);
#ifdef FIXED
	my->sizes[0] = 1;
	AWAIT(sleep_for(0));
#else
	int sizes[my->count + 1];

	sizes[0] = 1;
	AWAIT(sleep_for(0)); /* here */
	my->sizes[0] = sizes[0];
#endif
	ASYNC_END;
}
EXAMPLE(work);
