/* Mistake: an await chooses between two coroutines, and at the resume the choice has changed: one of them
 * waits, and the other is called. Python evaluates it once. */
// aborts: work: cannot start long_nap
#include "tests/house/misuse/example.h"

static bool is_tired;

static async nap(void)
{
	ASYNC();
	is_tired = true;
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_END;
}

static async long_nap(void)
{
	ASYNC();
	AWAIT(sleep_for(2 * NS_PER_MS));
	ASYNC_END;
}

static async work(void)
{
	ASYNC(bool is_tired);
#ifdef FIXED
	my->is_tired = is_tired;
	AWAIT(my->is_tired ? long_nap() : nap());
#else
	AWAIT(is_tired ? long_nap() : nap()); /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
