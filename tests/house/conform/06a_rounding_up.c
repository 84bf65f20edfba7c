/* Rule 6: the kernel counts in milliseconds, and what is given to it is rounded up: rounded down, a nap on
 * the real clock would end in a busy loop of turns that find nothing due. */
#include "tests/house/conform/conform.h"

static async async_main(void)
{
	static const int us[] = {300, 1000, 2500, 4999};

	ASYNC(uint64_t before; int i);
	for (my->i = 0; my->i < 4; my->i++) {
		my->before = loop.turn;
		AWAIT(sleep_for(us[my->i] * NS_PER_US));
		printf("%d us: %d turns\n", us[my->i], (int)(loop.turn - my->before));
	}
	ASYNC_END;
}
ASYNC_ENTRY(async_main);

int main(void)
{
	return async_run(async_main);
}
