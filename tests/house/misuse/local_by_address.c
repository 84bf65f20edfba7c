/* Mistake: a function that gets the address of a local variable sets it before an await; the variable is read
 * after the await. Compilers lose sight of a variable whose address is taken. Python keeps the value. */
// check: 'number' is read here, but the await in line
#include "tests/house/misuse/example.h"

static void read_number(int *n)
{
	*n = 7;
}

static async work(void)
{
#ifdef FIXED
	ASYNC(int number);
	read_number(&my->number);
	AWAIT(sleep_for(NS_PER_MS));
	printf("%d\n", my->number);
#else
	int number = 0;

	ASYNC();
	read_number(&number);
	AWAIT(sleep_for(NS_PER_MS));
	printf("%d\n", number); /* here */
#endif
	ASYNC_END;
}
EXAMPLE(work);
