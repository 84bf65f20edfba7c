/* Mistake: a frame that does not start as zeros. This one comes from a list of free places, whose link lies
 * in its first bytes, where a frame says at which await it stands. Python makes its frames itself. */
// aborts: sleep_for: cannot go on: the frame is awaited by somebody already, or was not zeroed
#include "tests/misuse/example.h"

#include <string.h>

union place {
	union place *next; /* while it is free */
	struct sleep nap;
};

static union place places[2] = {{.next = &places[1]}};

struct work {
	struct coro coro;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
#ifdef FIXED
	memset(&places[0], 0, sizeof places[0]);
#endif
	AWAIT(sleep_for(&places[0].nap, 0)); /* here */
	ASYNC_END;
}
EXAMPLE(work);
