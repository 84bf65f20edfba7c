/* Mistake: the arguments of an await read what others change meanwhile. They are evaluated again at each
 * resume: so the coroutine that is awaited sees its parameter change. Python evaluates the arguments once. */
// not caught: to read a variable is no fault, and nobody knows what others write
#include "tests/house/misuse/example.h"

static int price = 5;

static async pay(int amount)
{
	ASYNC();
	price = 6;
	AWAIT(sleep_for(NS_PER_MS));
	printf("%d is paid, and 5 is expected\n", amount);
	ASYNC_END;
}

static async work(void)
{
	ASYNC(int price);
#ifdef FIXED
	my->price = price;
	AWAIT(pay(my->price));
#else
	AWAIT(pay(price));
#endif
	ASYNC_END;
}
EXAMPLE(work);
