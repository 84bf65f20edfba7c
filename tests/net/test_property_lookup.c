/* test_property_lookup.c - the look-up of a host on its helper thread, cancelled and timed out while it waits: the
 * thread goes on, its answer is kept, and the next one gets it. */
#include "coro/net/resolve.h"
#include "coro/timeout.h"
#include "tests/lib/support.h"

static struct host host;

/* The timeout is the test's own, which fires it. */
static async ask(struct timeout *timeout)
{
	ASYNC();
	ASYNC_WITH(timeout_enter(timeout, 60 * NS_PER_S)) {
		AWAIT(resolve_host(&host));
	} ASYNC_EXIT(timeout_exit(timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(ask, struct timeout *);

static struct asker {
	struct timeout timeout;
	struct task task;
} first, second;

static void start(struct asker *asker)
{
	*asker = (struct asker){0};
	task_start(&asker->task, "asker", ask, &asker->timeout);
}

static void cancel(struct asker *asker)
{
	assert_true(task_cancel(&asker->task));
}

static void time_out(struct asker *asker)
{
	timer_cancel(&asker->timeout.timer);
	asker->timeout.timer.fire(&asker->timeout.timer);
}

/* The second one asks for the same host at the same time, or comes when the first has gone. */
static void leave_look_up(void (*strike)(struct asker *), enum status outcome, bool together)
{
	host_init(&host, "localhost", 9, 80, false);
	start(&first);
	if (together)
		start(&second);
	assert_true(loop_run_once()); /* no answer is delivered before the next turn */
	assert_int_equal(first.task.state, TASK_WAITING);
	strike(&first);
	while (first.task.state != TASK_DONE)
		assert_true(loop_run_once());
	assert_int_equal(first.task.result, outcome);
	assert_int_equal(first.task.resumes, 1); /* it had one pause only */
	if (!together)
		start(&second);
	drive();
	assert_int_equal(second.task.result, ASYNC_OK);
	assert_true(host.found->count > 0);
	assert_null(host.lookup);
	assert_true(list_empty(&host.waiting));
	host_close(&host);
}

static void a_look_up_can_be_cancelled(void **state)
{
	(void)state;
	leave_look_up(cancel, ASYNC_CANCELLED, false);
	leave_look_up(cancel, ASYNC_CANCELLED, true);
}

static void a_look_up_can_time_out(void **state)
{
	(void)state;
	leave_look_up(time_out, ASYNC_TIMEOUT, false);
	leave_look_up(time_out, ASYNC_TIMEOUT, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_REAL(a_look_up_can_be_cancelled),
		FRESH_REAL(a_look_up_can_time_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
