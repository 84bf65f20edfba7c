/* Mistake: a function keeps the address of a local variable that it is given, and it is used after an await.
 * In Python it would keep the object. */
// not caught: that a function keeps an address cannot be seen where it is called
#include "tests/house/misuse/example.h"

static const int *best;

static void remember(const int *score)
{
	best = score;
}

static async work(void)
{
#ifdef FIXED
	ASYNC(int score);
	my->score = 7;
	remember(&my->score);
	AWAIT(sleep_for(NS_PER_MS));
	printf("%d\n", *best);
#else
	int score;

	ASYNC();
	score = 7;
	remember(&score);
	AWAIT(sleep_for(NS_PER_MS));
	printf("%d, and 7 is expected\n", *best);
#endif
	ASYNC_END;
}
EXAMPLE(work);
