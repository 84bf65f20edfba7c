/* Mistake: an await inside a switch of one's own, which is on an enum this time. The label that the await
 * makes of its line is none of the enum's values: so the compilers see it. */
// gcc: not in enumerated type 'enum pace'
// clang: case value not in enumerated type 'enum pace'
#include "tests/misuse/example.h"

enum pace { SLOW, FAST };

struct work {
	struct coro coro;
	struct sleep nap;
	enum pace pace;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
#ifdef FIXED
	if (self->pace == SLOW)
		AWAIT(sleep_for(&self->nap, 0));
#else
	switch (self->pace) {
	case SLOW:
		AWAIT(sleep_for(&self->nap, 0)); /* here */
		break;
	case FAST:
		break;
	}
#endif
	ASYNC_END;
}
EXAMPLE(work);
