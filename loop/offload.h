/* offload.h - one blocking call on a helper thread, so that the loop's own thread never blocks.
 *
 * getaddrinfo(3) is the reason: it may wait for a name server for half a minute and offers no fd to watch. */
#ifndef LOOP_OFFLOAD_H
#define LOOP_OFFLOAD_H

#include <stdint.h>

struct offload { /* a field of a struct on the heap */
	/* On the helper thread: may block, and touches nothing but its own struct. */
	void (*work)(struct offload *);
	/* On the loop's thread, when work has returned. */
	void (*finish)(struct offload *);
	/* Instead of finish, on whichever thread, if the loop was closed meanwhile. */
	void (*discard)(struct offload *);
	struct offload *next;
	uint64_t closed; /* how often the loop had been closed when it started */
};

/* Starts job->work on a thread of its own, while the loop is open. The job belongs to the helper until finish
 * or discard is called, one of them once; it cannot be cancelled, only ignored. Returns 0 or -errno (EAGAIN:
 * no more threads). */
int offload_start(struct offload *job);

/* For loop.c. offload_deliver: finishes the jobs that have come back. */
void offload_close(void);
void offload_deliver(void);

#endif
