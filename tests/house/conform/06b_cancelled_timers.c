/* Rule 6: cancelled timers do not pile up until their time comes (asyncio drops them when they are more than
 * half of more than a hundred, this loop at once). */
#include "tests/house/conform/conform.h"

struct later {
	struct timer timer;
	int ms;
};

static void fire(struct timer *t)
{
	say("due at %d", container_of(t, struct later, timer)->ms);
}

static async async_main(void)
{
	ASYNC(struct later later[200]);
	for (int i = 0; i < 200; i++) {
		my->later[i].ms = 100 + i;
		timer_start(&my->later[i].timer, clock_after(my->later[i].ms * NS_PER_MS), fire);
	}
	say("%u timers", loop.timers.count);
	for (int i = 0; i < 200; i++)
		if (i % 50)
			timer_cancel(&my->later[i].timer);
	AWAIT(sleep_ms(0));
	say("%u timers", loop.timers.count);
	AWAIT(sleep_ms(300));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
