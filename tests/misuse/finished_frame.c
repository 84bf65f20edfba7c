/* Mistake: the argument of an await minds being evaluated again. It is, at each resume, and here it names
 * another frame then, one that is finished. Python evaluates it once; to await a finished coroutine is a
 * RuntimeError there, "cannot reuse already awaited coroutine". */
// aborts: sleep_for: cannot go on: the frame is finished
#include "tests/misuse/example.h"

struct work {
	struct coro coro;
	struct sleep naps[2];
	int i;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_for(&self->naps[0], 0));
	self->i = 1;
#ifdef FIXED
	AWAIT(sleep_for(&self->naps[self->i], 0));
	self->i--;
#else
	AWAIT(sleep_for(&self->naps[self->i--], 0)); /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
