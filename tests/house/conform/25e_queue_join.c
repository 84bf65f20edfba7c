/* Rule 25: join waits until all that was put is dealt with; what a shutdown drops counts as that. */
#include "coro/many/queue.h"
#include "tests/house/conform/conform.h"

static int things[3];

static async work(struct queue *queue)
{
	ASYNC(int i; void *thing);
	for (my->i = 0; my->i < 3; my->i++) {
		AWAIT(queue_get(queue, &my->thing));
		AWAIT(sleep_ms(10));
		queue_task_done(queue);
		say("one is dealt with");
	}
	ASYNC_END;
}
ASYNC_ENTRY(work, struct queue *);

static async join(int i, struct queue *queue)
{
	ASYNC();
	AWAIT(queue_join(queue));
	say("%d has waited for all", i);
	ASYNC_END;
}
ASYNC_ENTRY(join, int, struct queue *);

static void put_three(struct queue *queue)
{
	for (int i = 0; i < 3; i++)
		queue_put_nowait(queue, &things[i]);
}

static async async_main(void)
{
	ASYNC(struct queue queue; void *slots[3], *thing; struct task_set set; struct set_task tasks[3]);
	queue_init(&my->queue, my->slots, 3);
	AWAIT(join(0, &my->queue));
	put_three(&my->queue);
	task_set_start(&my->set, &my->tasks[0], "join", join, 1, &my->queue);
	task_set_start(&my->set, &my->tasks[1], "join", join, 2, &my->queue);
	task_set_start(&my->set, &my->tasks[2], "work", work, &my->queue);
	task_cancel(&my->tasks[0].task);
	AWAIT(join(3, &my->queue));
	AWAIT(gather_return_exceptions(&my->set));
	task_set_let_go(&my->set);
	put_three(&my->queue);
	task_set_start(&my->set, &my->tasks[0], "join", join, 4, &my->queue);
	AWAIT(queue_get(&my->queue, &my->thing));
	queue_shutdown(&my->queue, true);
	AWAIT(sleep_ms(10));
	queue_task_done(&my->queue);
	AWAIT(gather(&my->set));
	ASYNC_END;
}
RUN_MAIN;
