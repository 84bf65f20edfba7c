/* Rule 25: without a bound nobody waits to put; put_nowait and get_nowait never wait, and say so. */
#include "coro/many/queue.h"
#include "tests/house/conform/conform.h"

static int things[20]; /* they outlive who puts them */

static async get(int i, struct queue *queue)
{
	ASYNC(void *thing);
	AWAIT(queue_get(queue, &my->thing));
	say("%d got %d", i, *(int *)my->thing);
	ASYNC_END;
}
ASYNC_ENTRY(get, int, struct queue *);

static void put(struct queue *queue, int thing)
{
	if (queue_put_nowait(queue, &things[thing]))
		say("put %d, in the queue: %u", thing, queue->count);
	else
		say("%d: full", thing);
}

static void take(struct queue *queue)
{
	void *thing;

	if (queue_get_nowait(queue, &thing))
		say("took %d", *(int *)thing);
	else
		say("empty");
}

static async use_bounded(struct queue *queue)
{
	ASYNC(struct task task);
	for (int i = 0; i < 3; i++)
		put(queue, i);
	for (int i = 0; i < 3; i++)
		take(queue);
	task_start(&my->task, "get", get, 0, queue);
	AWAIT(sleep_ms(0));
	put(queue, 3);
	take(queue);
	put(queue, 4);
	AWAIT(task_await(&my->task));
	ASYNC_END;
}

static async use_unbounded(struct queue *queue)
{
	ASYNC(int i);
	for (my->i = 0; my->i < 5; my->i++)
		AWAIT(queue_put(queue, &things[my->i]));
	for (my->i = 0; my->i < 4; my->i++)
		AWAIT(get(my->i, queue));
	for (my->i = 5; my->i < 20; my->i++)
		AWAIT(queue_put(queue, &things[my->i]));
	say("in the queue: %u, full: %d", queue->count, queue->count == queue->room && !queue->grows);
	for (my->i = 4; my->i < 20; my->i++)
		AWAIT(get(my->i, queue));
	take(queue);
	ASYNC_END;
}

static async async_main(void)
{
	ASYNC(struct queue queue; void *slots[2]);
	for (int i = 0; i < 20; i++)
		things[i] = i;
	queue_init(&my->queue, my->slots, 2);
	AWAIT(use_bounded(&my->queue));
	queue_init(&my->queue, NULL, 0);
	AWAIT(use_unbounded(&my->queue));
	queue_free(&my->queue);
	ASYNC_END;
}
RUN_MAIN;
