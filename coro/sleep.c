/* sleep.c - the simplest wait: a timer, and the task that it wakes. */
#include "coro/sleep.h"

#include <inttypes.h>
#include <stdio.h>

struct nap { /* one wait for a timer */
	struct wait wait;
	struct timer timer;
	int64_t ns;
};

static void wake_sleeper(struct timer *t)
{
	task_wake(&container_of(t, struct nap, timer)->wait); /* the sleeper runs in the next turn */
}

static size_t describe_sleep(const struct wait *w, char *text, size_t room)
{
	const struct nap *self = container_of(w, const struct nap, wait);

	return (size_t)snprintf(text, room, "a timer, %" PRId64 ".%03d ms", self->ns / NS_PER_MS,
		(int)(self->ns / NS_PER_US % 1000));
}

static const struct wait_kind waits_for_timer = {.what = "a timer", .describe = describe_sleep};

async sleep_for(int64_t ns)
{
	enum status err;

	ASYNC(struct nap nap);
	if (ns <= 0) {
		AWAIT(task_suspend_turn(&my->nap.wait)); /* all that is ready runs; then we go on */
		ASYNC_RETURN();
	}
	my->nap.ns = ns;
	timer_start(&my->nap.timer, clock_after(ns), wake_sleeper);
	AWAIT_CATCH_ALL(err, task_suspend(&my->nap.wait, &waits_for_timer)); /* others run meanwhile */
	timer_cancel(&my->nap.timer); /* after a cancel it still runs, and must not outlive this frame */
	ASYNC_RAISE(err);
	ASYNC_END;
}
