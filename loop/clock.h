/* clock.h - what time it is: the monotonic clock, or a virtual one that jumps over the waiting.
 *
 * All times are int64_t nanoseconds. loop.now is read once a turn, after the sleep: it decides which
 * deadlines have come. Whatever counts from now on, a deadline or the length of a sleep, asks clock_now,
 * since the turn may have worked for a while (asyncio: BaseEventLoop.time() is read in call_later, and in
 * _run_once before and after the sleep). */
#ifndef LOOP_CLOCK_H
#define LOOP_CLOCK_H

#include <stdint.h>

#define NS_PER_US INT64_C(1000)
#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S  INT64_C(1000000000)

/* CLOCK_MONOTONIC as the kernel tells it: it never jumps when somebody sets the date. */
int64_t clock_monotonic(void);

/* The time of this very moment on the loop's clock: for measuring inside a turn. */
int64_t clock_now(void);

/* The same in seconds, for a program that tells how long something took, as it would with Python's
 * time.time(). But it counts from no date, so nobody can set it back. */
double clock_seconds(void);

/* The deadline that lies ns after this very moment; if that is too far to be counted, INT64_MAX - 1. */
int64_t clock_after(int64_t ns);

/* A timeout for calls that count in milliseconds, epoll_wait and poll: rounded up, since rounding down would
 * wake the loop before its timer is due, and make it ask again with a timeout of 0 until it is. Negative, for
 * ever, stays so; a day is the most, so that the number fits: a loop that has waited so long for nothing
 * simply waits again. */
int clock_ms(int64_t ns);

/* Sets loop.now to this moment. Called by the loop after each sleep; on the virtual clock it changes
 * nothing. */
void clock_update(void);

/* Works for ns inside a step, like a task that keeps the loop busy: with the real clock it really blocks, the
 * virtual one moves on. Each task that waits has to wait that much longer. */
void clock_spend(int64_t ns);

#endif
