/* Mistake: a local variable, initialised where it is declared, is used after an await. The coroutine returned
 * meanwhile: its variables are gone, and the resume jumps over the initialisation. Python keeps the variables
 * in the coroutine object; here they are fields of the frame. */
// gcc: switch jumps over variable initialization
// clang: variable 'i' may be uninitialized when used here
#include "tests/misuse/example.h"

struct work {
	struct coro coro;
	struct sleep nap;
	int i;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
#ifdef FIXED
	for (self->i = 0; self->i < 3; self->i++)
		AWAIT(sleep_for(&self->nap, 0));
#else
	for (int i = 0; i < 3; i++)              /* here: clang */
		AWAIT(sleep_for(&self->nap, 0)); /* here: gcc */
#endif
	ASYNC_END;
}
EXAMPLE(work);
