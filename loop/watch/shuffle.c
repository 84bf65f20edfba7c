/* shuffle.c - another order of what is ready, for tests: code that relies on the order breaks. */
#include "loop/watch/shuffle.h"
#include "loop/loop.h"

#include <stdlib.h>

void shuffle_open(void)
{
	const char *seed = getenv("LOOP_SHUFFLE");

	if (seed)
		loop.shuffle = strtoull(seed, NULL, 10);
}

/* Marsaglia's xorshift64: small, and never 0 if it does not begin so. */
static bool coin(void)
{
	loop.shuffle ^= loop.shuffle << 13;
	loop.shuffle ^= loop.shuffle >> 7;
	loop.shuffle ^= loop.shuffle << 17;
	return loop.shuffle >> 63;
}

/* Each goes to the front or to the back: so of any two either may come first. */
void loop_shuffle(void)
{
	struct handle *h = loop.turns, *next, **last = &loop.turns;

	for (loop.turns = NULL; h; h = next) {
		next = h->next;
		if (coin() && loop.turns) {
			h->next = loop.turns;
			loop.turns = h;
		} else {
			h->next = NULL;
			*last = h;
			last = &h->next;
		}
	}
}
