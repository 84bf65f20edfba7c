/* queue.c - asyncio/queues.py: whoever is woken looks again, for somebody may have been quicker. */
#include "coro/many/queue.h"
#include "coro/owner.h"

#include <stdlib.h>

static const struct wait_kind waits_to_put = {.what = "room in a queue", .by_worker = true};
static const struct wait_kind waits_for_thing = {.what = "a thing in a queue", .by_worker = true};

void queue_init(struct queue *q, void **slots, unsigned room)
{
	*q = (struct queue){.slots = slots, .room = room, .grows = room == 0};
	event_set(&q->finished);
}

void queue_free(struct queue *q)
{
	if (!q->grows)
		return;
	queue_shutdown(q, true); /* who runs next: those who wait, which find it so */
	free(q->slots);
	q->slots = NULL;
}

/* Twice the places: the things that stood at the ring's begin, behind the last, move behind the old end. */
static bool grow(struct queue *q)
{
	unsigned room = q->room ? 2 * q->room : 8;
	void **slots = room > q->room ? realloc(q->slots, room * sizeof *slots) : NULL;

	if (!slots)
		return false;
	for (unsigned i = 0; i < q->first; i++)
		slots[q->room + i] = slots[i];
	q->slots = slots;
	q->room = room;
	return true;
}

bool queue_put_nowait(struct queue *q, void *thing)
{
	if (q->is_shut || (q->count >= q->room && !(q->grows && grow(q))))
		return false;
	q->slots[(q->first + q->count++) % q->room] = thing;
	q->unfinished++;
	event_clear(&q->finished);
	wait_queue_wake(&q->getters);
	return true;
}

async queue_put(struct queue *q, void *thing)
{
	enum status err;

	ASYNC(bool called);
	if (q->room == 0 && !q->grows)
		owner_blame("queue_init was not called");
	while (q->count == q->room && !q->grows && !q->is_shut) {
		AWAIT_CATCH_ALL(err, wait_queue_join(&q->putters, &waits_to_put, &my->called));
		if (err && my->called && q->count < q->room)
			wait_queue_wake(&q->putters); /* called, but cancelled: the room is for the next */
		if (err)
			ASYNC_RAISE(err);
	}
	ASYNC_RAISE(queue_put_nowait(q, thing) ? ASYNC_OK : q->is_shut ? ASYNC_E_CLOSED : ASYNC_E_SYSTEM);
	ASYNC_END;
}

bool queue_get_nowait(struct queue *q, void **thing)
{
	if (q->count == 0)
		return false;
	*thing = q->slots[q->first];
	q->first = (q->first + 1) % q->room;
	q->count--;
	wait_queue_wake(&q->putters);
	return true;
}

async queue_get(struct queue *q, void **thing)
{
	enum status err;

	ASYNC(bool called);
	if (q->room == 0 && !q->grows)
		owner_blame("queue_init was not called");
	while (q->count == 0 && !q->is_shut) {
		AWAIT_CATCH_ALL(err, wait_queue_join(&q->getters, &waits_for_thing, &my->called));
		if (err && my->called && q->count > 0)
			wait_queue_wake(&q->getters);
		if (err)
			ASYNC_RAISE(err);
	}
	ASYNC_RAISE(queue_get_nowait(q, thing) ? ASYNC_OK : ASYNC_E_CLOSED);
	ASYNC_END;
}

/* ---- what was put, and is not dealt with ---- */

static void count_finished(struct queue *q, unsigned things)
{
	q->unfinished -= things;
	if (q->unfinished == 0)
		event_set(&q->finished);
}

void queue_task_done(struct queue *q)
{
	if (q->unfinished == 0)
		owner_blame("queue_task_done: said more often than things were put");
	count_finished(q, 1);
}

async queue_join(struct queue *q)
{
	return event_wait(&q->finished);
}

void queue_shutdown(struct queue *q, bool at_once)
{
	unsigned dropped = at_once ? q->count : 0;

	q->is_shut = true;
	q->count -= dropped;
	count_finished(q, dropped < q->unfinished ? dropped : q->unfinished);
	wait_queue_wake_all(&q->getters);
	wait_queue_wake_all(&q->putters);
}
