/* Mistake: a pointer that came as a parameter walks along a list, and an await stands in the loop. At the
 * resume it points to the first one again. Python keeps the value. */
// check: at each resume this await reads 'p' again
#include "tests/house/misuse/example.h"

static struct pause {
	struct pause *next;
	int ms;
} second = {NULL, 1}, first = {&second, 1};

static async pause_by(struct pause *p)
{
#ifdef FIXED
	ASYNC(struct pause *at);
	for (my->at = p; my->at; my->at = my->at->next)
		AWAIT(sleep_for(my->at->ms));
#else
	ASYNC();
	for (; p; p = p->next)
		AWAIT(sleep_for(p->ms)); /* here */
#endif
	ASYNC_END;
}

static async work(void)
{
	ASYNC();
	AWAIT(pause_by(&first));
	ASYNC_END;
}
EXAMPLE(work);
