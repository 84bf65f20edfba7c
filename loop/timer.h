/* timer.h - a heap of deadlines: what is to be called, and when.
 *
 * Timers with one deadline fire in the order in which they were started (asyncio's heap leaves that order
 * undefined). Starting, cancelling and firing cost O(log n); a timer is a field of its user's struct, so
 * nothing is allocated but the heap's own array, which grows and stays. */
#ifndef LOOP_TIMER_H
#define LOOP_TIMER_H

#include <stdbool.h>
#include <stdint.h>

struct timer {
	unsigned place; /* 1-based place in the heap; 0: not started */
	void (*fire)(struct timer *);
};

/* asyncio's loop.call_at: timer_start(t, due, fire); call_later: timer_start(t, clock_after(ns), fire); and
 * TimerHandle.cancel: timer_cancel(t). What fire needs lies around t, and is found with container_of.
 *
 * Calls fire(t) once, in the first later turn of the loop whose time is not before due (ns, on the loop's
 * clock): never in the turn that starts it. t must be idle and stay where it is until it fired or was
 * cancelled. fire may start and cancel timers; it should do no more than wake tasks. */
void timer_start(struct timer *t, int64_t due, void (*fire)(struct timer *));

/* The same in two steps, for a deadline that stands before somebody waits for it: timer_seq takes its place
 * in the order of arrival, which timer_start_at gives to t; and timers_passed tells whether t would have
 * fired by now. */
uint64_t timer_seq(void);
void timer_start_at(struct timer *t, int64_t due, uint64_t seq, void (*fire)(struct timer *));
bool timers_passed(int64_t due, uint64_t seq);

/* Stops t; does nothing if t is idle. A zeroed timer is idle. */
void timer_cancel(struct timer *t);

/* Fires every timer that is due at `now` and stands before seq in the order of arrival; later ones wait for
 * the next turn. */
void timers_fire(int64_t now, uint64_t seq);

#endif
