/* Mistake: whoever fills the hole of a cancelled timer is moved down, and never up. */
// in: loop/timer.c
// says: it may also have to go up

void timer_cancel(struct timer *t)
{
	if (!t->place)
		return;
	unsigned hole = t->place - 1;
	struct deadline last = loop.timers.heap[--loop.timers.count];

	t->place = 0;
	if (hole < loop.timers.count)
		sift_down(hole, last);
}
