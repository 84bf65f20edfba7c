/* hello.c - the article's first programs: a coroutine that says hello, waits, and is run. */
#include "coro/run.h"
#include "coro/sleep.h"
#include "demo/view/explain_run.h"

#include <stdio.h>

struct hello {                                          /* the frame: what hello() keeps while it waits */
	struct coro coro;
	struct sleep nap;
};

static async hello(struct hello *self)                  /* async def hello(): */
{
	ASYNC_BEGIN(self);
	puts("Hello ...");                              /* print("Hello ...") */
	AWAIT(sleep_for(&self->nap, NS_PER_S));         /* await asyncio.sleep(1) */
	puts("... World!");                             /* print("... World!") */
	ASYNC_END;
}
ASYNC_TASK(hello);

int main(int argc, char **argv)
{
	struct hello frame = {0};                       /* coroutine = hello(): nothing runs yet */

	explain_option(&argc, argv);                    /* hello --explain: tells afterwards what the loop did */
	return run(hello, &frame) == ASYNC_OK ? 0 : 1;  /* asyncio.run(coroutine) */
}
