/* A block of ASYNC_WITH is all that a loop does, without braces of its own: the macros bring theirs. */
// right: the block is entered and left once in each round
#include "tests/house/misuse/example.h"

static int entered, left;

static async enter(void)
{
	entered++;
	return ASYNC_OK;
}

static async leave(void)
{
	left++;
	return ASYNC_OK;
}

static async work(void)
{
	ASYNC(int i; int in);
	while (my->i++ < 3)
#ifdef FIXED
	{
#endif
		ASYNC_WITH(enter()) {
			my->in++;
			AWAIT(sleep_for(0));
		} ASYNC_EXIT(leave());
#ifdef FIXED
	}
#endif
	if (entered != 3 || left != 3 || my->in != 3)
		ASYNC_RAISE(ASYNC_E_INVALID);
	ASYNC_END;
}
EXAMPLE(work);
