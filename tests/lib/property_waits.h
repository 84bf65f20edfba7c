/* property_waits.h - each kind of wait once, as a coroutine that the sweep can interrupt, and a partner that
 * ends it. */
#ifndef TESTS_LIB_PROPERTY_WAITS_H
#define TESTS_LIB_PROPERTY_WAITS_H

#include "coro/many/gather.h"
#include "coro/many/group.h"
#include "coro/many/locks.h"
#include "coro/many/queue.h"
#include "coro/timeout.h"

enum { HELPERS = 3 };

/* What they wait for: none of it is in a frame that a cancel ends. */
extern struct semaphore semaphore;
extern struct event event;
extern struct queue queue;
extern int put, got; /* items put into the queue, and taken out */

typedef enum status wait_fn(void);

struct property_wait {
	const char *name;
	wait_fn *run;
	unsigned pauses;   /* how often it pauses if it is not interrupted */
	bool takes, gives; /* what the partner must do with the queue */
};
extern const struct property_wait waits[];
extern const unsigned wait_count;

/* One permit; a queue with room for one item, which is empty, or full if the partner takes. */
void waits_open(const struct property_wait *w);

/* Starts the partner, which does after 10 ms what w needs to end. It holds the permit until then. */
void partner_start(const struct property_wait *w);

#endif
