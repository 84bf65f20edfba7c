/* Mistake: a loop counts in a local variable that is declared before ASYNC. Nothing is jumped over; but the
 * coroutine returns in each await, and at the resume the variable holds whatever lies there. Python keeps the
 * value. */
// clang: variable 'i' may be uninitialized when used here
// lint: use of uninitialized value 'i'
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
	int i;

	ASYNC();
	for (i = 0; i < 3; i++) { /* here: clang */ /* here: lint */
		AWAIT(sleep_for(0));
		printf("%d\n", i); /* here: check */
	}
#endif
	ASYNC_END;
}
EXAMPLE(work);
