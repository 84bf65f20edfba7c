/* An event that event_init has not seen: all zero is a valid beginning. */
// right: event_init is for one that is used a second time
#include "coro/many/locks.h"
#include "tests/house/misuse/example.h"

static struct event ready;
static int woken;

static async wait_until_ready(void)
{
	ASYNC();
	AWAIT(event_wait(&ready));
	woken++;
	ASYNC_END;
}
ASYNC_ENTRY(wait_until_ready);

static async work(void)
{
	ASYNC(struct task task);
#ifdef FIXED
	event_init(&ready);
#endif
	task_start(&my->task, "waits", wait_until_ready);
	AWAIT(sleep_for(0));
	event_set(&ready);
	AWAIT(task_await(&my->task));
	if (woken != 1)
		ASYNC_RAISE(ASYNC_E_INVALID);
	ASYNC_END;
}
EXAMPLE(work);
