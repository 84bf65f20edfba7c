/* sleep.c - the simplest wait: a timer, and the worker it wakes. */
#include "coro/sleep.h"

#include <inttypes.h>
#include <stdio.h>

static void wake_sleeper(struct timer *t)
{
	waiter_wake(&container_of(t, struct sleep, timer)->wait);
}

static size_t describe_sleep(const struct waiter *w, char *text, size_t room)
{
	const struct sleep *self = container_of(w, const struct sleep, wait);

	return (size_t)snprintf(text, room, "a timer, %" PRId64 ".%03d ms", self->ns / NS_PER_MS,
		(int)(self->ns / NS_PER_US % 1000));
}

static const struct wait_kind waits_for_timer = {.what = "a timer", .describe = describe_sleep};

async sleep_for(struct sleep *self, int64_t ns)
{
	enum status err;

	ASYNC_BEGIN(self);
	self->ns = ns > 0 ? ns : 0;
	if (ns <= 0) {
		AWAIT(suspend_turn(&self->wait));
		ASYNC_RETURN();
	}
	timer_start(&self->timer, clock_after(ns), wake_sleeper);
	AWAIT_CATCH(err, suspend(&self->wait, &waits_for_timer));
	timer_cancel(&self->timer); /* cancelled before its time: the timer must not outlive this frame */
	ASYNC_RAISE(err);
	ASYNC_END;
}
