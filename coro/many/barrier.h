/* barrier.h - asyncio.Barrier: no task goes on before all have come. */
#ifndef CORO_MANY_BARRIER_H
#define CORO_MANY_BARRIER_H

#include "coro/many/wait_queue.h"

enum barrier_state { BARRIER_FILLING, BARRIER_DRAINING, BARRIER_RESETTING, BARRIER_BROKEN };

struct barrier {
	enum barrier_state state;
	unsigned parties, count; /* how many it is for; how many are in it */
	struct list waiting;     /* places: of tasks that are in it, or, while it drains, that want to be */
};

/* parties: at least 1. */
void barrier_init(struct barrier *b, unsigned parties);

/* Waits until `parties` tasks wait here, and lets all of them go. Then it may be used again: a task that
 * comes before all have gone waits for that. *index: how many came before this one. ASYNC_E_CLOSED: it is
 * broken, or was reset meanwhile (BrokenBarrierError). A task that is cancelled is not counted any more. */
async barrier_wait(struct barrier *b, unsigned *index);

/* abort breaks it: the tasks that wait, and those that come later, get ASYNC_E_CLOSED. reset ends the present
 * waits in the same way, and makes it as good as new. (asyncio's have to be awaited, since its barrier stands
 * on a lock.) */
void barrier_abort(struct barrier *b);
void barrier_reset(struct barrier *b);

#endif
