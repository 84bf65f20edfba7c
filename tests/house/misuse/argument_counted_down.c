/* Mistake: a parameter counts down in the arguments of an await. They are evaluated again at each resume.
 * Both compilers see it, where a field hides it from clang. Python evaluates them once. */
// gcc: operation on 'ms' may be undefined
// clang: multiple unsequenced modifications to 'ms'
// check: the arguments of an await are evaluated again at each resume: change nothing in them
#include "tests/house/misuse/example.h"

static async nap(int ms)
{
#ifdef FIXED
	ASYNC(int left);
	for (my->left = ms; my->left > 0; my->left--)
		AWAIT(sleep_for(my->left * NS_PER_US));
#else
	ASYNC();
	while (ms > 0)
		AWAIT(sleep_for(ms-- * NS_PER_US)); /* here */
#endif
	ASYNC_END;
}

static async work(void)
{
	ASYNC();
	AWAIT(nap(3));
	ASYNC_END;
}
EXAMPLE(work);
