/* slow.c - a clock should tick every 20 ms, and now and then it is late. Three workers share the loop with it: which one
 * holds it up? */
#include "async.h"

enum { TICKS = 150 };

static async tick(void)
{
	int late;

	ASYNC(int i; int64_t due);
	my->due = clock_now();
	for (my->i = 0; my->i < TICKS; my->i++) {
		my->due += 20 * NS_PER_MS;
		AWAIT(sleep_for(my->due - clock_now()));
		late = (int)((clock_now() - my->due) / NS_PER_MS);
		if (late > 50)
			printf("the clock is %d ms late\n", late);
	}
	ASYNC_END;
}
ASYNC_ENTRY(tick);

/* Thinks about a number for so long. */
static unsigned think(unsigned number, int ms)
{
	int64_t end = clock_now() + ms * NS_PER_MS;

	while (clock_now() < end)
		number = number * 1664525 + 1013904223;
	return number;
}

/* Measures, and thinks about what it has measured: every twentieth time about all of it. */
static async measure(int pause_ms, int all_ms)
{
	ASYNC(int i; unsigned found);
	for (;;) {
		AWAIT(sleep_for(pause_ms * NS_PER_MS));
		my->found ^= (unsigned)clock_now();
		AWAIT(sleep_for(NS_PER_MS));
		my->found = think(my->found, ++my->i % 20 ? 1 : all_ms);
		AWAIT(sleep_for(2 * NS_PER_MS));
	}
	ASYNC_END;
}
ASYNC_ENTRY(measure, int, int);

static async station(void)
{
	ASYNC(struct task clock, workers[3]);
	task_start(&my->clock, "clock", tick);
	task_start(&my->workers[0], "Ida", measure, 10, 5);
	task_start(&my->workers[1], "Jon", measure, 20, 150);
	task_start(&my->workers[2], "Kim", measure, 15, 8);
	AWAIT(task_await(&my->clock));
	for (int i = 0; i < 3; i++)
		task_cancel(&my->workers[i]);
	AWAIT(sleep_for(0));
	ASYNC_END;
}
ASYNC_ENTRY(station);

int main(void)
{
	return async_failed(async_run(station));
}
