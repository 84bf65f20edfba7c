/* hello.c - a first program to step through: a coroutine that prints, waits a second, and prints again. */
#include "coro/run.h"
#include "coro/sleep.h"

#include <stdio.h>

static async hello(void)                        /* async def hello(): */
{
	ASYNC();
	puts("Hello ...");                      /* print("Hello ...") */
	AWAIT(sleep_for(NS_PER_S));             /* await asyncio.sleep(1) */
	puts("... World!");                     /* print("... World!") */
	ASYNC_END;
}
ASYNC_ENTRY(hello);

int main(void)
{
	return async_run(hello) == ASYNC_OK ? 0 : 1;    /* asyncio.run(hello()) */
}
