/* queue.h - asyncio.Queue: things handed from task to task, so many at a time.
 *
 * The places for the things are the caller's. A full queue makes the producers wait: so a fast producer
 * cannot fill the memory. A queue without a bound takes its places from the heap. To end a pool of workers,
 * shut their queue down. */
#ifndef CORO_MANY_QUEUE_H
#define CORO_MANY_QUEUE_H

#include "coro/many/locks.h"

struct queue {
	void **slots; /* a ring of `room` things */
	unsigned room, count, first;
	unsigned unfinished; /* things that were put, less those that queue_task_done was called for */
	bool grows;          /* without a bound: the slots are its own, on the heap */
	bool is_shut;
	struct list getters, putters; /* places */
	struct event finished;        /* set when `unfinished` falls to 0 */
};

/* room 0, and slots NULL: there is no bound (maxsize=0). Such a queue doubles its places when they are full,
 * and keeps them until queue_free, which first shuts it down at once; the things stay their owner's. For a
 * queue with a bound queue_free does nothing. */
void queue_init(struct queue *q, void **slots, unsigned room);
void queue_free(struct queue *q);

/* Waits for room and puts thing at the end. ASYNC_E_CLOSED: the queue is shut down (QueueShutDown);
 * ASYNC_E_SYSTEM: no memory to grow. */
async queue_put(struct queue *q, void *thing);

/* Waits for a thing and takes the first. ASYNC_E_CLOSED: it is shut down, and empty. */
async queue_get(struct queue *q, void **thing);

/* The same without waiting. False: it is full (QueueFull), empty (QueueEmpty), or shut down, as q->is_shut
 * tells. */
bool queue_put_nowait(struct queue *q, void *thing);
bool queue_get_nowait(struct queue *q, void **thing);

/* A thing that was taken is dealt with. Once too often is a mistake, and stops the program (asyncio:
 * ValueError). */
void queue_task_done(struct queue *q);

/* Waits until all things that were put are dealt with: at once, if they are. */
async queue_join(struct queue *q);

/* asyncio's Queue.shutdown: nothing more can be put; what is in it can still be taken, or is dropped at
 * once, and counts as dealt with (its things stay their owner's). All tasks that wait are woken. */
void queue_shutdown(struct queue *q, bool at_once);

#endif
