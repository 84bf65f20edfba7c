/* Mistake: a local variable is changed before an await by a pointer, and read after it by its name. Python
 * keeps the value. */
// check: 'total' is
#include "tests/house/misuse/example.h"

static async work(void)
{
#ifdef FIXED
	ASYNC(int total, *sum);
	my->sum = &my->total;
	*my->sum += 10;
	AWAIT(sleep_for(0));
	printf("%d\n", my->total);
#else
	int total = 0, *sum = &total;

	ASYNC();
	*sum += 10;
	AWAIT(sleep_for(0));
	printf("%d, and 10 is expected\n", total); /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
