/* Rule 6: the loop sleeps until the next deadline, counted from when it goes to sleep: work that took longer than
 * another's sleep does not make that longer still. */
#include "tests/house/conform/conform.h"

enum { WORK_MS = 400, OTHER_MS = 300, OWN_MS = 350, SLACK_MS = 200 };

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
	int late;

	ASYNC();
	AWAIT(sleep_ms(OTHER_MS));
	late = ms() - begin - WORK_MS;
	printf("the other's sleep is over when the work is: %d\n", late < SLACK_MS);
	ASYNC_END;
}
ASYNC_ENTRY(other, int);

static async busy(void)
{
	ASYNC();
	block();
	AWAIT(sleep_ms(OWN_MS));
	puts("one's own is over");
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
