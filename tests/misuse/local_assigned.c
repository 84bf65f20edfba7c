/* Mistake: a local variable is assigned before an await and read after it. No initialisation is jumped over,
 * so gcc's `make` is silent; clang, and gcc's analyzer, follow the resume and see a variable without a value.
 * Python keeps the value. */
// clang: variable 'start' may be uninitialized when used here
// lint: use of uninitialized value 'start'
#include "tests/misuse/example.h"

struct work {
	struct coro coro;
	struct sleep nap;
	int64_t start, took;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
#ifdef FIXED
	self->start = loop.now;
	AWAIT(sleep_for(&self->nap, 0));
	self->took = loop.now - self->start;
#else
	int64_t start;

	start = loop.now;
	AWAIT(sleep_for(&self->nap, 0));
	self->took = loop.now - start; /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
