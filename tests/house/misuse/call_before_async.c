/* Mistake: a variable is initialised before ASYNC(…), by a call. That is made again at each resume. In Python
 * nothing of a coroutine runs twice. */
// check: 'copy' is initialised before ASYNC(…), and so again at each resume: assign it behind
#include "tests/house/misuse/example.h"

#include <stdlib.h>
#include <string.h>

static async work(const char *name)
{
#ifdef FIXED
	ASYNC(char *copy);
	my->copy = strdup(name);
	AWAIT(sleep_for(NS_PER_MS));
	puts(my->copy);
	free(my->copy);
#else
	char *copy = strdup(name); /* here */

	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	puts(copy);
	free(copy);
#endif
	ASYNC_END;
}

static async call(void)
{
	ASYNC();
	AWAIT(work("Ann"));
	ASYNC_END;
}
EXAMPLE(call);
