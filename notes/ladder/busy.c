/* busy.c - a task that is always ready, beside one that sleeps. */
#include "tiny.h"

static async always_ready(int unused)
{
	(void)unused;
	task_wake(task_running);
	return ASYNC_PENDING;
}
ASYNC_ENTRY(always_ready, int);

static async async_main(int unused)
{
	static struct task busy;

	ASYNC(int nothing);
	(void)unused;
	task_start(&busy, "busy", always_ready, 0);
	AWAIT(sleep_for(100 * NS_PER_MS));
	puts("main has slept");
	ASYNC_END;
}
ASYNC_ENTRY(async_main, int);

int main(void)
{
	async_run(async_main, 0);
	return 0;
}
