/* Rule 6: the kernel counts in milliseconds, and what is given to it is rounded up: rounded down, a nap on
 * the real clock would end in a busy loop of turns that find nothing due. */
#include "tests/conform/conform.h"

struct async_main {
	struct coro coro;
	struct sleep sleep;
	uint64_t before;
	int i;
};

static async async_main(struct async_main *self)
{
	static const int us[] = {300, 1000, 2500, 4999};

	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < 4; self->i++) {
		self->before = loop.turn;
		AWAIT(sleep_for(&self->sleep, us[self->i] * NS_PER_US));
		printf("%d us: %d turns\n", us[self->i], (int)(loop.turn - self->before));
	}
	ASYNC_END;
}
ASYNC_TASK(async_main);

int main(void)
{
	struct async_main frame = {0};

	return run(async_main, &frame);
}
