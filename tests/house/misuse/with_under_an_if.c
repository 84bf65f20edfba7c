/* A block of ASYNC_WITH is all that an if does, without braces of its own: the macros bring theirs. */
// right: the block is entered, or passed over, as a whole
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
	ASYNC(bool is_late; int in);
	if (my->is_late)
#ifdef FIXED
	{
#endif
		ASYNC_WITH(enter()) {
			my->in++;
		} ASYNC_EXIT(leave());
#ifdef FIXED
	}
#endif
	if (entered || left || my->in)
		ASYNC_RAISE(ASYNC_E_INVALID);
	my->is_late = true;
	if (my->is_late)
		ASYNC_WITH(enter()) {
			my->in++;
			AWAIT(sleep_for(0));
		} ASYNC_EXIT(leave());
	if (entered != 1 || left != 1 || my->in != 1)
		ASYNC_RAISE(ASYNC_E_INVALID);
	ASYNC_END;
}
EXAMPLE(work);
