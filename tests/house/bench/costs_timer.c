/* costs_timer.c - timers, and their floor, a plain binary heap: with so many pending at random deadlines. */
#include "tests/house/bench/costs.h"

#include <stdlib.h>
#include <string.h>

int64_t costs_delay(void)
{
	static uint64_t state = 88172645463325252u; /* xorshift64 */

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (int64_t)(state % (DELAY_MS * NS_PER_MS)) + 1;
}

/* ---- the loop's ---- */

static struct timer timers[CROWD + 1];

static void start_again(struct timer *t)
{
	timer_start(t, clock_after(costs_delay()), start_again);
}

/* The clock is the virtual one here: it jumps from deadline to deadline, so nobody waits. */
static void fill(int pending)
{
	loop_close();
	loop_open(LOOP_VIRTUAL);
	for (int i = 0; i <= pending; i++) /* one more, so that the heap has room for it */
		start_again(&timers[i]);
	timer_cancel(&timers[pending]);
}

static double empty(double ns)
{
	memset(timers, 0, sizeof timers);
	loop_close();
	loop_open(LOOP_REAL);
	return ns;
}

double cost_start_cancel(int size)
{
	fill(size);
	costs_begin();
	for (long i = 0; i < costs_steps; i++) {
		start_again(&timers[size]);
		timer_cancel(&timers[size]);
	}
	return empty(costs_end(costs_steps));
}

double cost_start_fire(int size)
{
	fill(size);
	costs_begin();
	for (long i = 0; i < costs_steps; i++) {
		loop.now = loop.timers.heap[0].due;
		timers_fire(loop.now, loop.timers.seq);
	}
	return empty(costs_end(costs_steps));
}

/* ---- a binary heap ---- */

struct entry {
	int64_t due;
	int id;
};

static struct entry heap[CROWD + 1];
static int place[CROWD + 1], count; /* place: of each id in the heap */

static void put(int at, struct entry e)
{
	heap[at] = e;
	place[e.id] = at;
}

/* Lets e rise from a hole, or sink into it. */
static void settle(int at, struct entry e)
{
	for (; at > 0 && e.due < heap[(at - 1) / 2].due; at = (at - 1) / 2)
		put(at, heap[(at - 1) / 2]);
	for (int child; (child = 2 * at + 1) < count; at = child) {
		child += child + 1 < count && heap[child + 1].due < heap[child].due;
		if (heap[child].due >= e.due)
			break;
		put(at, heap[child]);
	}
	put(at, e);
}

static void start_bare(int id, int64_t due)
{
	count++;
	settle(count - 1, (struct entry){due, id});
}

static void cancel_bare(int id)
{
	struct entry moved = heap[--count];

	if (place[id] < count)
		settle(place[id], moved);
}

static void fill_bare(int pending)
{
	for (count = 0; count < pending;)
		start_bare(count, costs_delay());
}

double bare_start_cancel(int size)
{
	fill_bare(size);
	costs_begin();
	for (long i = 0; i < costs_steps; i++) {
		start_bare(size, costs_delay());
		cancel_bare(size);
	}
	return costs_end(costs_steps);
}

double bare_start_fire(int size)
{
	fill_bare(size);
	costs_begin();
	for (long i = 0; i < costs_steps; i++) {
		struct entry first = heap[0];

		cancel_bare(first.id);
		start_bare(first.id, first.due + costs_delay());
	}
	return costs_end(costs_steps);
}
