// in: loop/timer.c
// without: before first_child_due sift_down

/* Yours: d may stand at i, which is free, or must go above it. As it is here, nothing is ordered. */
static void sift_up(unsigned i, struct deadline d)
{
	put_deadline(i, d);
}

/* Yours: loop/timer.h says what it does. The last deadline of the heap fills the hole. */
void timer_cancel(struct timer *t)
{
	(void)t;
}

/* Yours: loop/timer.h says what it does. What timers_passed looks at is noted already. */
void timers_fire(int64_t now, uint64_t seq)
{
	loop.timers.fired = now;
	loop.timers.fired_seq = seq;
}
