/* Mistake: a coroutine is called without AWAIT. It would begin, and nobody would let it go on. Python warns
 * at run time that the coroutine "was never awaited"; here the dropped result is a warning, and so an
 * error. */
// gcc: ignoring return value of 'sleep_for'
// clang: ignoring return value of function declared with 'warn_unused_result' attribute
#include "tests/misuse/example.h"

struct work {
	struct coro coro;
	struct sleep nap;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
#ifdef FIXED
	AWAIT(sleep_for(&self->nap, 0));
#else
	sleep_for(&self->nap, 0); /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
