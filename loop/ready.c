/* ready.c - two lists: what is still to run in this turn, and what runs in the next. */
#include "loop/ready.h"
#include "loop/state.h"

void loop_call_soon(struct handle *h)
{
	h->next = NULL;
	*loop.last = h;
	loop.last = &h->next;
	loop.nready++;
}

/* Takes h out of whichever of the two lists it stands in. */
void loop_call_off(struct handle *h)
{
	struct handle **at = &loop.turns;

	while (*at && *at != h)
		at = &(*at)->next;
	if (!*at)
		for (at = &loop.ready; *at != h;)
			at = &(*at)->next;
	*at = h->next;
	if (loop.last == &h->next)
		loop.last = at;
	loop.nready--;
}
