/* Mistake: an array whose length is known only at run time lives across an await. The resume would jump into
 * its scope without making it, which C forbids. Python keeps the list in the coroutine object. */
// gcc: switch jumps into scope of identifier with variably modified type
// clang: cannot jump from switch statement to this case label
#include "tests/misuse/example.h"

enum { SIZES_MAX = 8 };

struct work {
	struct coro coro;
	struct sleep nap;
	int count, sizes[SIZES_MAX];
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
#ifdef FIXED
	self->sizes[0] = 1;
	AWAIT(sleep_for(&self->nap, 0));
#else
	int sizes[self->count + 1];

	sizes[0] = 1;
	AWAIT(sleep_for(&self->nap, 0)); /* here */
	self->sizes[0] = sizes[0];
#endif
	ASYNC_END;
}
EXAMPLE(work);
