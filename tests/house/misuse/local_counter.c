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
		printf("%d\n", my->i);
		AWAIT(sleep_for(0));
	}
#else
	int i;

	ASYNC();
	for (i = 0; i < 3; i++) { /* here */
		printf("%d\n", i);
		AWAIT(sleep_for(0));
	}
#endif
	ASYNC_END;
}
EXAMPLE(work);
