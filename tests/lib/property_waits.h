/* property_waits.h - each kind of wait there is, once, as a coroutine that the sweep can interrupt, and a partner who
 * makes it end. */
#ifndef TESTS_LIB_PROPERTY_WAITS_H
#define TESTS_LIB_PROPERTY_WAITS_H

#include "coro/many/gather.h"
#include "coro/many/group.h"
#include "coro/many/locks.h"
#include "coro/many/queue.h"
#include "coro/timeout.h"

enum { HELPERS = 3 };

/* What they wait for. Nothing of it lies in a frame that a cancel ends. */
extern struct semaphore semaphore;
extern struct event event;
extern struct queue queue;
extern int put, got; /* things, through the queue */

typedef enum status wait_fn(void);

struct property_wait {
	const char *name;
	wait_fn *run;
	unsigned pauses;   /* how often it pauses, if it is left in peace */
	bool takes, gives; /* what the partner must do with the queue */
};
extern const struct property_wait waits[];
extern const unsigned wait_count;

/* One permit, and an empty queue with room for one thing; a full one if the partner takes. */
void waits_open(const struct property_wait *w);

/* Starts the partner: after 10 ms he does what w needs to end. He has the permit until then. */
void partner_start(const struct property_wait *w);

#endif
