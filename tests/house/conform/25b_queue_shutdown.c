/* Rule 25: nothing more can be put into a queue that is shut down; what is in it can be taken, and then no
 * more. */
#include "coro/many/queue.h"
#include "tests/house/conform/conform.h"

static int things[] = {0, 1, 2}; /* they outlive who puts them */

static async put(int i, struct queue *queue)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, queue_put(queue, &things[i]));
	say("put %d: %s", i, status_name(err));
	ASYNC_END;
}
ASYNC_ENTRY(put, int, struct queue *);

static async get(struct queue *queue)
{
	enum status err;

	ASYNC(void *thing);
	AWAIT_CATCH_ALL(err, queue_get(queue, &my->thing));
	say("get: %s, in the queue: %u", status_name(err), queue->count);
	ASYNC_END;
}
ASYNC_ENTRY(get, struct queue *);

static async async_main(void)
{
	ASYNC(struct queue queue; void *slots[1]; struct task task);
	queue_init(&my->queue, my->slots, 1);
	AWAIT(put(0, &my->queue));
	task_start(&my->task, "put", put, 1, &my->queue);
	AWAIT(sleep_ms(10));
	queue_shutdown(&my->queue, false);
	AWAIT(task_await(&my->task));
	AWAIT(get(&my->queue));
	AWAIT(put(2, &my->queue));
	AWAIT(get(&my->queue));
	queue_init(&my->queue, my->slots, 1);
	task_start(&my->task, "get", get, &my->queue);
	AWAIT(sleep_ms(10));
	queue_shutdown(&my->queue, false);
	AWAIT(task_await(&my->task));
	ASYNC_END;
}
RUN_MAIN;
