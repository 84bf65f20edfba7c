/* Rule 12b: a cancel that comes after the result, but before the waiter ran, wins: the waiter does not get
 * the result, which stays with the task that made it. */
#include "coro/many/locks.h"
#include "tests/house/conform/conform.h"

static async compute(struct event *event, int *result)
{
	ASYNC();
	AWAIT(sleep_ms(10));
	event_set(event); /* main is ready now, and so before the consumer */
	*result = 42;
	ASYNC_END;
}
ASYNC_ENTRY(compute, struct event *, int *);

static async consume(struct task *task, const int *result)
{
	ASYNC();
	AWAIT(task_await(task));
	say("consumed %d", *result);
	ASYNC_END;
}
ASYNC_ENTRY(consume, struct task *, const int *);

static async async_main(void)
{
	enum status err;

	ASYNC(struct event event; struct task computer, consumer; int result);
	event_init(&my->event);
	task_start(&my->computer, "computer", compute, &my->event, &my->result);
	task_start(&my->consumer, "consumer", consume, &my->computer, &my->result);
	AWAIT(event_wait(&my->event));
	say("computed: %d, cancel: %d", my->computer.state == TASK_DONE, task_cancel(&my->consumer));
	AWAIT_CATCH_ALL(err, task_await(&my->consumer));
	say("consumer: %s", status_name(err));
	AWAIT(task_await(&my->computer));
	say("result: %d", my->result);
	ASYNC_END;
}
RUN_MAIN;
