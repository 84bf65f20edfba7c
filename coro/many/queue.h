/* queue.h - asyncio.Queue: things handed from worker to worker, so many at a time.
 *
 * The places for the things are the caller's. A full queue makes the producers wait: so a fast producer
 * cannot fill the memory. Shutting it down is how a pool of workers is sent home. */
#ifndef CORO_MANY_QUEUE_H
#define CORO_MANY_QUEUE_H

#include "coro/many/wait_queue.h"

struct queue {
	void **slots; /* a ring of `room` things */
	unsigned room, count, first;
	bool is_shut;
	struct list getters, putters; /* places */
};

void queue_init(struct queue *q, void **slots, unsigned room);

/* Waits for room and puts thing at the end. ASYNC_E_CLOSED: the queue is shut down (QueueShutDown). */
async queue_put(struct queue *q, void *thing);

/* Waits for a thing and takes the first. ASYNC_E_CLOSED: it is shut down, and empty. */
async queue_get(struct queue *q, void **thing);

/* asyncio's Queue.shutdown: nothing more can be put; what is in it can still be taken, or is dropped at
 * once (its things stay their owner's). All who wait are woken. */
void queue_shutdown(struct queue *q, bool at_once);

#endif
