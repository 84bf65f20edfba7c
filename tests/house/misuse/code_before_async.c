/* Mistake: a statement before ASYNC(…). It runs whenever the coroutine is called, and that is at each resume
 * again. In Python nothing of a coroutine runs twice. */
// check: code before ASYNC(…) runs again at each resume: put it behind
#include "tests/house/misuse/example.h"

static async work(void)
{
#ifndef FIXED
	puts("opened"); /* here */
#endif
	ASYNC();
#ifdef FIXED
	puts("opened");
#endif
	AWAIT(sleep_for(NS_PER_MS));
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_END;
}
EXAMPLE(work);
