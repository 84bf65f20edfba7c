/* Rule 25: a queue that is shut down at once forgets what was in it, and everybody who waits is told. */
#include "coro/many/queue.h"
#include "tests/house/conform/conform.h"

static int things[] = {0, 1, 2, 3}; /* they outlive who puts them */

static async put(int i, struct queue *queue)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, queue_put(queue, &things[i]));
	say("put %d: %s", i, status_name(err));
	ASYNC_END;
}
ASYNC_ENTRY(put, int, struct queue *);

static async async_main(void)
{
	enum status err;

	ASYNC(struct queue queue; void *slots[2], *thing; struct task_set set; struct set_task tasks[4];
		int at_once);
	for (my->at_once = false; my->at_once <= true; my->at_once++) {
		queue_init(&my->queue, my->slots, 2);
		task_set_init(&my->set);
		for (int i = 0; i < 4; i++)
			task_set_start(&my->set, &my->tasks[i], "put", put, i, &my->queue);
		AWAIT(sleep_ms(10));
		queue_shutdown(&my->queue, my->at_once);
		AWAIT(gather(&my->set));
		say("in the queue: %u", my->queue.count);
		AWAIT_CATCH_ALL(err, queue_get(&my->queue, &my->thing));
		say("get: %s", status_name(err));
	}
	ASYNC_END;
}
RUN_MAIN;
