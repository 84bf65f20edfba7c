/* Rule 25: a full queue makes who puts wait, an empty one who gets: with one place they take turns. */
#include "coro/many/queue.h"
#include "tests/house/conform/conform.h"

static int things[] = {0, 1, 2, 3}; /* they outlive who puts them */

static async produce(struct queue *queue)
{
	ASYNC(int i);
	for (my->i = 0; my->i < 4; my->i++) {
		AWAIT(queue_put(queue, &things[my->i]));
		say("put %d", my->i);
	}
	ASYNC_END;
}
ASYNC_ENTRY(produce, struct queue *);

static async async_main(void)
{
	ASYNC(struct queue queue; void *slots[1], *thing; struct task producer; int i);
	queue_init(&my->queue, my->slots, 1);
	task_start(&my->producer, "produce", produce, &my->queue);
	for (my->i = 0; my->i < 4; my->i++) {
		AWAIT(queue_get(&my->queue, &my->thing));
		say("got %d, in the queue: %u", *(int *)my->thing, my->queue.count);
		if (my->i == 2)
			AWAIT(sleep_ms(10));
	}
	AWAIT(task_await(&my->producer));
	ASYNC_END;
}
RUN_MAIN;
