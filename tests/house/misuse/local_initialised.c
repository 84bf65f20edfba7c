/* Mistake: a local variable, initialised where it is declared, is used after an await. The coroutine returned
 * meanwhile: its variables are gone, and the resume jumps over the initialisation. Python keeps the variables
 * in the coroutine object; here they are fields of the frame. */
// gcc: switch jumps over variable initialization
// clang: variable 'i' may be uninitialized when used here
// check: 'i' is read here, but the await in line
#include "tests/house/misuse/example.h"

static async work(void)
{
#ifdef FIXED
	ASYNC(int i);
	for (my->i = 0; my->i < 3; my->i++) {
		AWAIT(sleep_for(0));
		printf("%d\n", my->i);
	}
#else
	ASYNC();
	for (int i = 0; i < 3; i++) { /* here: clang */
		AWAIT(sleep_for(0)); /* here: gcc */
		printf("%d\n", i);   /* here: check */
	}
#endif
	ASYNC_END;
}
EXAMPLE(work);
