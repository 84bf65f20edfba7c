/* queue.c - asyncio/queues.py: a task that is woken looks again, since another may have been quicker. */
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
	queue_shutdown(q, true); /* the tasks that wait end with ASYNC_E_CLOSED, in a later step */
	free(q->slots);
	q->slots = NULL;
}

/* Twice as many slots. In a ring the last things may stand before the first: those move behind the old
 * end. */
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
	wait_queue_wake(&q->getters, 1); /* one task may take the thing, in a later step */
	return true;
}

async queue_put(struct queue *q, void *thing)
{
	enum status err;

	ASYNC(bool called);
	if (q->room == 0 && !q->grows)
		owner_blame("queue_init was not called");
	while (q->count == q->room && !q->grows && !q->is_shut) {
		/* Others run. */
		AWAIT_CATCH_ALL(err, wait_queue_join(&q->putters, &waits_to_put, &my->called));
		if (err && my->called && q->count < q->room)
			/* We were woken and then cancelled: the room is for the next. */
			wait_queue_wake(&q->putters, 1);
		ASYNC_TRY(err);
	}
	ASYNC_RAISE(queue_put_nowait(q, thing) ? ASYNC_OK : q->is_shut ? ASYNC_E_CLOSED : ASYNC_E_SYSTEM);
	ASYNC_END;
}

bool queue_get_nowait(struct queue *q, void **thing)
{
	if (q->count == 0)
		return false;
	*thing = q->slots[q->first];
	q->first = q->first + 1 == q->room ? 0 : q->first + 1;
	q->count--;
	wait_queue_wake(&q->putters, 1); /* one task may put its thing there, in a later step */
	return true;
}

async queue_get(struct queue *q, void **thing)
{
	enum status err;

	ASYNC(bool called);
	if (q->room == 0 && !q->grows)
		owner_blame("queue_init was not called");
	while (q->count == 0 && !q->is_shut) {
		/* Others run. */
		AWAIT_CATCH_ALL(err, wait_queue_join(&q->getters, &waits_for_thing, &my->called));
		if (err && my->called && q->count > 0)
			/* We were woken and then cancelled: the thing is for the next. */
			wait_queue_wake(&q->getters, 1);
		ASYNC_TRY(err);
	}
	ASYNC_RAISE(queue_get_nowait(q, thing) ? ASYNC_OK : ASYNC_E_CLOSED);
	ASYNC_END;
}

/* ---- things that were put, and are not dealt with yet ---- */

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
	wait_queue_wake_all(&q->getters); /* all of them look again, and find the queue shut */
	wait_queue_wake_all(&q->putters);
}
