/* my_coroutine.c - the article's first program: a coroutine awaits another one and takes its result, and the
 * event loop runs both. At the right of each line stands the article's line. */
#include "async.h"                                                      /* import asyncio */

static async my_coroutine(const char **result)                          /* async def my_coroutine(): */
{
	ASYNC();
	*result = "Hello, World!";                                          /* return "Hello, World!" */
	ASYNC_END;
}

static async async_main(void)                                           /* async def main(): */
{
	ASYNC(const char *result);
	AWAIT(my_coroutine(&my->result));                                   /* result = await my_coroutine() */
	puts(my->result);                                                   /* print(result) */
	ASYNC_END;
}
ASYNC_ENTRY(async_main);

int main(void)
{
	return async_failed(async_run(async_main));                     /* asyncio.run(main()) */
}
