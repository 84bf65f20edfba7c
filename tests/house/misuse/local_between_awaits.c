/* Mistake: a local variable is declared and initialised between two awaits, and read behind the second. The
 * resume jumps over its initialisation. Python keeps the value. */
// gcc: switch jumps over variable initialization
// clang: variable 'y' may be uninitialized when used here
// check: 'y' is read here, but the await in line
#include "tests/house/misuse/example.h"

static async work(void)
{
#ifdef FIXED
	ASYNC(int y);
	AWAIT(sleep_for(0));
	my->y = 3;
	AWAIT(sleep_for(0));
	printf("%d\n", my->y);
#else
	ASYNC();
	AWAIT(sleep_for(0));
	int y = 3;
	AWAIT(sleep_for(0)); /* here: gcc */
	printf("%d\n", y);   /* here: clang */ /* here: check */
#endif
	ASYNC_END;
}
EXAMPLE(work);
