/* Mistake: a local variable points into a text, and a function that gets its address moves it on, before an
 * await and after it. At the resume it points to the beginning again. Python keeps the value. */
// check: 'at' is read here, but the await in line
#include "tests/house/misuse/example.h"

static const char text[] = "12 34";

static int next_number(const char **at)
{
	int n = 0;

	while (**at >= '0' && **at <= '9')
		n = n * 10 + *(*at)++ - '0';
	*at += **at == ' ';
	return n;
}

static async work(void)
{
#ifdef FIXED
	ASYNC(const char *at);
	my->at = text;
	printf("%d\n", next_number(&my->at));
	AWAIT(sleep_for(NS_PER_MS));
	printf("%d\n", next_number(&my->at));
#else
	const char *at = text;

	ASYNC();
	printf("%d\n", next_number(&at));
	AWAIT(sleep_for(NS_PER_MS));
	printf("%d, and 34 is expected\n", next_number(&at)); /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
