/* sync.h - asyncio.Semaphore: at most so many at a time. */
#ifndef CORO_SYNC_H
#define CORO_SYNC_H

#include "coro/task.h"

struct semaphore {
	unsigned value;      /* permits that are free */
	struct list waiting; /* semaphore_waits, FIFO */
};

struct semaphore_wait {
	struct coro coro;
	struct waiter wait;
	struct list link;
	bool granted;
};

void semaphore_init(struct semaphore *s, unsigned permits);

/* Takes a permit; waits for one in order of arrival. ASYNC_CANCELLED: none was taken, or it was passed on. */
async semaphore_acquire(struct semaphore_wait *self, struct semaphore *s);

/* Gives a permit back: it is handed to the first who waits, inside this call, so that nobody who comes
 * later can overtake him. */
void semaphore_release(struct semaphore *s);

/* The same as the exit of an ASYNC_WITH that semaphore_acquire opens. Never suspends. */
async semaphore_exit(struct semaphore *s);

#endif
