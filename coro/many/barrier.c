/* barrier.c - asyncio/locks.py, Barrier: it fills, and drains before it fills again. */
#include "coro/many/barrier.h"
#include "coro/owner.h"

static const struct wait_kind meets = {.what = "a barrier", .by_worker = true};

void barrier_init(struct barrier *b, unsigned parties)
{
	*b = (struct barrier){.parties = parties};
}

static void become(struct barrier *b, enum barrier_state state)
{
	b->state = state; /* the tasks that wake look at it */
	wait_queue_wake_all(&b->waiting);
}

async barrier_wait(struct barrier *b, unsigned *index)
{
	enum status err = ASYNC_OK;

	ASYNC(bool called);
	if (b->parties == 0)
		owner_blame("barrier_wait: barrier_init was not called, or for nobody");
	while (b->state == BARRIER_DRAINING || b->state == BARRIER_RESETTING)
		AWAIT(wait_queue_join(&b->waiting, &meets, &my->called)); /* until the last round is over */
	if (b->state == BARRIER_BROKEN)
		ASYNC_RAISE(ASYNC_E_CLOSED);
	*index = b->count++;
	if (b->count == b->parties)
		/* Who runs next: this task goes on; the others follow, in order. */
		become(b, BARRIER_DRAINING);
	else
		/* Until all are here. */
		AWAIT_CATCH_ALL(err, wait_queue_join(&b->waiting, &meets, &my->called));
	if (!err && b->state != BARRIER_DRAINING)
		err = ASYNC_E_CLOSED;
	if (--b->count == 0 && b->state != BARRIER_BROKEN)
		become(b, BARRIER_FILLING); /* the last one to leave opens it for the next round */
	ASYNC_RAISE(err);
	ASYNC_END;
}

void barrier_abort(struct barrier *b)
{
	become(b, BARRIER_BROKEN);
}

void barrier_reset(struct barrier *b)
{
	become(b, b->count ? BARRIER_RESETTING : BARRIER_FILLING);
}
