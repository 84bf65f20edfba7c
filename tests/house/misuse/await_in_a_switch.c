/* Mistake: an await stands inside a switch of one's own. The place to go on is a case label, and here it
 * belongs to the inner switch, where the outer one does not find it. In Python an await may stand in any
 * statement. */
// aborts: work: cannot go on: an await inside a switch
// check: an await inside of a switch
#include "tests/house/misuse/example.h"

#ifdef FIXED
static int64_t pause_of(int kind)
{
	switch (kind) {
	case 0:
		return 0;
	default:
		return NS_PER_MS;
	}
}
#endif

static async work(void)
{
	ASYNC(int kind);
#ifdef FIXED
	AWAIT(sleep_for(pause_of(my->kind)));
#else
	switch (my->kind) {
	case 0:
		AWAIT(sleep_for(0)); /* here */
	}
#endif
	ASYNC_END;
}
EXAMPLE(work);
