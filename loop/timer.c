/* timer.c - a 4-ary heap keyed by (deadline, order of arrival). Four children instead of two make the tree
 * half as deep and keep siblings in one cache line or two. */
#include "loop/timer.h"
#include "loop/state.h"

#include <stdlib.h>

enum { FANOUT = 4, FIRST_ROOM = 64 };

static bool before(const struct deadline *a, const struct deadline *b)
{
	return a->due != b->due ? a->due < b->due : a->seq < b->seq;
}

static void put_deadline(unsigned i, struct deadline d)
{
	loop.timers.heap[i] = d;
	d.timer->place = i + 1;
}

/* Moves parents down until d may stand at i or above. */
static void sift_up(unsigned i, struct deadline d)
{
	while (i > 0) {
		unsigned parent = (i - 1) / FANOUT;

		if (!before(&d, &loop.timers.heap[parent]))
			break;
		put_deadline(i, loop.timers.heap[parent]);
		i = parent;
	}
	put_deadline(i, d);
}

static unsigned first_child_due(unsigned i)
{
	unsigned best = FANOUT * i + 1, end = best + FANOUT;

	if (end > loop.timers.count)
		end = loop.timers.count;
	for (unsigned child = best + 1; child < end; child++)
		if (before(&loop.timers.heap[child], &loop.timers.heap[best]))
			best = child;
	return best;
}

/* Moves the earliest child up until d may stand at i or below. */
static void sift_down(unsigned i, struct deadline d)
{
	while (FANOUT * i + 1 < loop.timers.count) {
		unsigned child = first_child_due(i);

		if (!before(&loop.timers.heap[child], &d))
			break;
		put_deadline(i, loop.timers.heap[child]);
		i = child;
	}
	put_deadline(i, d);
}

static void grow_heap(struct timers *all)
{
	unsigned room = all->room ? 2 * all->room : FIRST_ROOM;
	struct deadline *heap = realloc(all->heap, room * sizeof *heap);

	if (!heap)
		loop_fatal("no memory for a timer");
	all->heap = heap;
	all->room = room;
}

uint64_t timer_seq(void)
{
	return loop.timers.seq++;
}

void timer_start_at(struct timer *t, int64_t due, uint64_t seq, void (*fire)(struct timer *))
{
	struct timers *all = &loop.timers;

	if (all->count == all->room)
		grow_heap(all);
	t->fire = fire;
	all->count++;
	sift_up(all->count - 1, (struct deadline){due, seq, t});
}

void timer_start(struct timer *t, int64_t due, void (*fire)(struct timer *))
{
	/* A deadline in the past is due now, behind those that are due already: a newcomer must not get in
	 * front of them, since timers_fire stops at the first one. */
	timer_start_at(t, due < loop.now ? loop.now : due, timer_seq(), fire);
}

void timer_cancel(struct timer *t)
{
	if (!t->place)
		return;
	unsigned hole = t->place - 1;
	struct deadline last = loop.timers.heap[--loop.timers.count];

	t->place = 0;
	if (hole == loop.timers.count)
		return; /* t was the last entry itself */
	if (hole > 0 && before(&last, &loop.timers.heap[(hole - 1) / FANOUT]))
		sift_up(hole, last);
	else
		sift_down(hole, last);
}

bool timers_passed(int64_t due, uint64_t seq)
{
	return due <= loop.timers.fired && seq < loop.timers.fired_seq;
}

void timers_fire(int64_t now, uint64_t seq)
{
	loop.timers.fired = now;
	loop.timers.fired_seq = seq;
	while (loop.timers.count && loop.timers.heap[0].due <= now && loop.timers.heap[0].seq < seq) {
		struct timer *t = loop.timers.heap[0].timer;

		timer_cancel(t);
		t->fire(t); /* it runs no task; it only wakes one, which runs in the next turn */
	}
}
