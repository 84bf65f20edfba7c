/* Rule 16: a timeout whose time is up when it begins cancels its block in the next turn, in the order of those who are
 * ready then. */
#include "coro/timeout.h"
#include "tests/house/conform/conform.h"

static async tick(void)
{
	ASYNC(int i);
	for (my->i = 0; my->i < 5; my->i++) {
		say("tick %d", my->i);
		AWAIT(sleep_ms(0));
	}
	ASYNC_END;
}
ASYNC_ENTRY(tick);

static async block(const char *name, int pauses)
{
	ASYNC(int i);
	for (my->i = 0; my->i < pauses; my->i++) {
		AWAIT(sleep_ms(0));
		say("%s: paused %d", name, my->i);
	}
	AWAIT(sleep_ms(50));
	say("%s ends", name);
	ASYNC_END;
}

static async limited(const char *name, int64_t deadline, int pauses)
{
	ASYNC(struct timeout timeout);
	ASYNC_WITH(timeout_enter_at(&my->timeout, deadline)) {
		AWAIT(block(name, pauses));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}

static async report(const char *name, int deadline_ms, int pauses)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, limited(name, deadline_ms * NS_PER_MS, pauses));
	say("%s: %s", name, status_name(err));
	ASYNC_END;
}

static async no_pause(void)
{
	ASYNC(struct timeout timeout);
	ASYNC_WITH(timeout_enter(&my->timeout, 0)) {
		say("begins and ends");
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}

static const struct {
	const char *name;
	int deadline_ms, pauses;
} blocks[] = {{"now", 100, 0}, {"past", 30, 0}, {"pausing", 100, 3}};

static async async_main(void)
{
	enum status err;

	ASYNC(int i; struct task ticking);
	AWAIT(sleep_ms(100));
	for (my->i = 0; my->i < 3; my->i++) {
		task_start(&my->ticking, "ticking", tick);
		AWAIT(report(blocks[my->i].name, blocks[my->i].deadline_ms, blocks[my->i].pauses));
		AWAIT(task_await(&my->ticking));
	}
	AWAIT_CATCH_ALL(err, no_pause());
	say("no pause: %s", status_name(err));
	ASYNC_END;
}
RUN_MAIN;
