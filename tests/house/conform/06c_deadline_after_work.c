/* Rule 6: a deadline counts from the moment in which it is asked for, however long the turn has worked before. */
#include "tests/house/conform/conform.h"

enum { WORK_MS = 400, OTHER_MS = 300, OWN_MS = 350 };

static int ms(void)
{
	return (int)(clock_monotonic() / NS_PER_MS);
}

static void block(void)
{
	int begin = ms();

	while (ms() - begin < WORK_MS)
		;
}

static async other(int begin)
{
	ASYNC();
	AWAIT(sleep_ms(OTHER_MS));
	printf("the other's lasts: %d\n", ms() - begin >= OTHER_MS);
	ASYNC_END;
}
ASYNC_ENTRY(other, int);

static async busy(void)
{
	int took;

	ASYNC(int begin);
	block();
	my->begin = ms();
	AWAIT(sleep_ms(OWN_MS));
	took = ms() - my->begin + 1; /* both are cut to whole milliseconds */
	printf("one's own lasts from the work on: %d\n", took >= OWN_MS);
	ASYNC_END;
}
ASYNC_ENTRY(busy);

static async async_main(void)
{
	ASYNC(int i; struct task tasks[2]);
	task_start(&my->tasks[0], "other", other, ms());
	task_start(&my->tasks[1], "busy", busy);
	for (my->i = 0; my->i < 2; my->i++)
		AWAIT(task_await(&my->tasks[my->i]));
	ASYNC_END;
}
ASYNC_ENTRY(async_main);

int main(void)
{
	return async_run(async_main);
}
