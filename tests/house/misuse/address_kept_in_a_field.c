/* Mistake: a field keeps the address of a local array across an await. The field survives; what it points to
 * does not. Python keeps the string. */
// check: 'line' is gone when the coroutine pauses here, and its address is still in use
#include "tests/house/misuse/example.h"

static async work(void)
{
#ifdef FIXED
	ASYNC(const char *text; char line[16]);
	snprintf(my->line, sizeof my->line, "hello");
	my->text = my->line;
	AWAIT(sleep_for(0));
	puts(my->text);
#else
	char line[16];

	ASYNC(const char *text);
	snprintf(line, sizeof line, "hello");
	my->text = line;
	AWAIT(sleep_for(0)); /* here */
	puts(my->text);
#endif
	ASYNC_END;
}
EXAMPLE(work);
