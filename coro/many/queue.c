/* queue.c - asyncio/queues.py: whoever is woken looks again, for somebody may have been quicker. */
#include "coro/many/queue.h"
#include "coro/owner.h"

static void check_init(const struct queue *q)
{
	if (!q->slots)
		owner_blame("queue_init was not called");
}

static const struct wait_kind waits_for_room = {.what = "room in a queue", .by_worker = true};
static const struct wait_kind waits_for_thing = {.what = "a thing in a queue", .by_worker = true};

void queue_init(struct queue *q, void **slots, unsigned room)
{
	*q = (struct queue){.slots = slots, .room = room};
	list_init(&q->getters);
	list_init(&q->putters);
}

async queue_put(struct queue *q, void *thing)
{
	enum status err;

	ASYNC(bool called);
	check_init(q);
	while (q->count == q->room && !q->is_shut) {
		AWAIT_CATCH_ALL(err, wait_queue_join(&q->putters, &waits_for_room, &my->called));
		if (err && my->called && q->count < q->room)
			wait_queue_wake(&q->putters); /* called, but cancelled: the room is for the next */
		if (err)
			ASYNC_RAISE(err);
	}
	if (q->is_shut)
		ASYNC_RAISE(ASYNC_E_CLOSED);
	q->slots[(q->first + q->count++) % q->room] = thing;
	wait_queue_wake(&q->getters);
	ASYNC_END;
}

async queue_get(struct queue *q, void **thing)
{
	enum status err;

	ASYNC(bool called);
	check_init(q);
	while (q->count == 0 && !q->is_shut) {
		AWAIT_CATCH_ALL(err, wait_queue_join(&q->getters, &waits_for_thing, &my->called));
		if (err && my->called && q->count > 0)
			wait_queue_wake(&q->getters);
		if (err)
			ASYNC_RAISE(err);
	}
	if (q->count == 0)
		ASYNC_RAISE(ASYNC_E_CLOSED);
	*thing = q->slots[q->first];
	q->first = (q->first + 1) % q->room;
	q->count--;
	wait_queue_wake(&q->putters);
	ASYNC_END;
}

void queue_shutdown(struct queue *q, bool at_once)
{
	q->is_shut = true;
	if (at_once)
		q->count = 0;
	while (wait_queue_wake(&q->getters) || wait_queue_wake(&q->putters))
		;
}
