/* locks.h - asyncio.Semaphore, at most so many at a time, and asyncio.Event, something many wait for.
 *
 * asyncio.Lock is a semaphore of one permit. */
#ifndef CORO_MANY_LOCKS_H
#define CORO_MANY_LOCKS_H

#include "coro/many/wait_queue.h"

struct semaphore {
	unsigned value;      /* permits that are free */
	unsigned called;     /* who were given one and have not run yet: nobody may overtake them */
	struct list waiting; /* places, FIFO */
};

void semaphore_init(struct semaphore *s, unsigned permits);

/* Takes a permit; waits for one in order of arrival. ASYNC_CANCELLED: none was taken, or it was passed on. */
async semaphore_acquire(struct semaphore *s);

/* Gives a permit back: it is handed to the first who waits, inside this call, so that nobody who comes
 * later can overtake it. */
void semaphore_release(struct semaphore *s);

/* The same as the exit of an ASYNC_WITH that semaphore_acquire opens. Never suspends. */
async semaphore_exit(struct semaphore *s);

struct event {
	bool is_set;
	struct list waiting; /* places */
};

void event_init(struct event *e);

/* Sets it and makes all who wait ready, in order of arrival: also if it is cleared again before they run
 * (asyncio.Event). */
void event_set(struct event *e);
void event_clear(struct event *e);

/* Returns at once if e is set; else when it is set next. */
async event_wait(struct event *e);

#endif
