/* Mistake: an await stands inside a switch of one's own, on an enum this time. The label that the await
 * makes of its line is none of the enum's values: so the compilers see it. */
// gcc: not in enumerated type 'enum pace'
// clang: case value not in enumerated type 'enum pace'
// check: an await inside of a switch
#include "tests/house/misuse/example.h"

enum pace { SLOW, FAST };

static async work(void)
{
	ASYNC(enum pace pace);
#ifdef FIXED
	if (my->pace == SLOW)
		AWAIT(sleep_for(0));
#else
	switch (my->pace) {
	case SLOW:
		AWAIT(sleep_for(0)); /* here */
		break;
	case FAST:
		break;
	}
#endif
	ASYNC_END;
}
EXAMPLE(work);
