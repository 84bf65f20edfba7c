/* Mistake: a local variable gets its value in one of two branches before an await, and is read after it. On
 * every path that a reader sees it has a value; on the one that he does not see, the resume, it has none.
 * Python keeps the value. */
// clang: variable 'pause' may be uninitialized when used here
// lint: use of uninitialized value 'pause'
#include "tests/misuse/example.h"

struct work {
	struct coro coro;
	struct sleep nap;
	int64_t pause, rested;
	bool is_tired;
};

static async work(struct work *self)
{
#ifndef FIXED
	int64_t pause; /* before ASYNC_BEGIN it is no better */
#endif

	ASYNC_BEGIN(self);
#ifdef FIXED
	self->pause = self->is_tired ? NS_PER_MS : 0;
	AWAIT(sleep_for(&self->nap, 0));
	self->rested += self->pause;
#else
	if (self->is_tired)
		pause = NS_PER_MS;
	else
		pause = 0;
	AWAIT(sleep_for(&self->nap, 0));
	self->rested += pause; /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
