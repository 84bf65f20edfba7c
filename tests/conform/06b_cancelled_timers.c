/* Rule 6: cancelled timers do not pile up until their time comes (asyncio drops them when they are more than
 * half of more than a hundred, this loop at once). */
#include "tests/conform/conform.h"

struct later {
	struct timer timer;
	int ms;
};

static void fire(struct timer *t)
{
	say("due at %d", container_of(t, struct later, timer)->ms);
}

struct async_main {
	struct coro coro;
	struct sleep sleep;
	struct later later[200];
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	for (int i = 0; i < 200; i++) {
		self->later[i].ms = 100 + i;
		timer_start(&self->later[i].timer, clock_after(self->later[i].ms * NS_PER_MS), fire);
	}
	say("%u timers", loop.timers.count);
	for (int i = 0; i < 200; i++)
		if (i % 50)
			timer_cancel(&self->later[i].timer);
	AWAIT(sleep_ms(&self->sleep, 0));
	say("%u timers", loop.timers.count);
	AWAIT(sleep_ms(&self->sleep, 300));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
