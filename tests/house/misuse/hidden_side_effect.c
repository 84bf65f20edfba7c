/* Mistake: a function that is called in the arguments of an await changes something of its own. It is called
 * again at each resume: here the nap takes one number, and two are used up. Python evaluates the arguments
 * once. */
// not caught: from outside such a call looks like any other
#include "tests/house/misuse/example.h"

static int next_number(void)
{
	static int last;

	return ++last;
}

static async work(void)
{
	ASYNC(int number);
#ifdef FIXED
	my->number = next_number();
	AWAIT(sleep_for(my->number * NS_PER_MS));
#else
	AWAIT(sleep_for(next_number() * NS_PER_MS));
#endif
	printf("the next number is %d, and 2 is expected\n", next_number());
	ASYNC_END;
}
EXAMPLE(work);
