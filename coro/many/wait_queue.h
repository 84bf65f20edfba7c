/* wait_queue.h - waiting in line: first come, first served. A semaphore, an event and a queue are each a line
 * and a rule about when the first in it is woken. */
#ifndef CORO_MANY_WAIT_QUEUE_H
#define CORO_MANY_WAIT_QUEUE_H

#include "coro/task.h"

struct wait_place { /* one task's place in a line */
	struct wait wait;
	struct list link;
	bool called; /* wait_queue_wake chose this one: also if a cancel reached it before it ran */
};

/* Waits at the end of the line until wait_queue_wake calls this place. *called tells whether it did: with
 * ASYNC_CANCELLED that means that the task was given something, which the caller must pass on. */
async wait_queue_join(struct list *line, const struct wait_kind *kind, bool *called);

/* Takes the first n tasks out of the line, or all if they are fewer, and makes them ready, in order; none of
 * them runs inside this call. Returns how many. */
unsigned wait_queue_wake(struct list *line, unsigned n);
#define wait_queue_wake_all(line) wait_queue_wake((line), ~0u)

#endif
