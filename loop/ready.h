/* ready.h - the ready queue: what runs next, in order of arrival. */
#ifndef LOOP_READY_H
#define LOOP_READY_H

struct handle { /* an entry of the ready queue, a field of its user's struct */
	struct handle *next;
	void (*run)(struct handle *);
};

/* asyncio's loop.call_soon: queues h, whose `run` is set, behind all that is ready already, so that h->run(h)
 * is called in the next turn. Handle.cancel is loop_call_off. h must not be queued yet and must stay where it
 * is until it ran. */
void loop_call_soon(struct handle *h);

/* Takes h, which must be queued, out again. O(n): for what is rare. */
void loop_call_off(struct handle *h);

#endif
