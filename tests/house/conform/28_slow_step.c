/* Rule 28: in debug mode a step of 100 ms or more is reported; what is slow can be set. */
#include "coro/watch/debug.h"
#include "coro/watch/watch.h"
#include "tests/house/conform/conform.h"

#include <stdlib.h>
#include <string.h>

static void print_reports(void)
{
	char line[256];

	rewind(debug_mode.out);
	while (fgets(line, sizeof line, debug_mode.out)) {
		char *ran = strstr(line, ") ran ");

		if (ran)
			say("ran %d ms", (int)strtol(ran + strlen(") ran "), NULL, 10));
	}
}

static async work(int ms, int more)
{
	ASYNC();
	spend(ms);
	AWAIT(sleep_ms(0));
	spend(more);
	ASYNC_END;
}
ASYNC_ENTRY(work, int, int);

static async async_main(void)
{
	ASYNC(struct task task);
	debug_mode.out = tmpfile();
	debug_mode.on = true;
	watch_open();
	debug_mode.slow = 100 * NS_PER_MS;
	task_start(&my->task, "work", work, 100, 99);
	AWAIT(task_await(&my->task));
	task_start(&my->task, "work", work, 75, 75);
	AWAIT(task_await(&my->task));
	task_start(&my->task, "work", work, 10, 150);
	AWAIT(task_await(&my->task));
	debug_mode.slow = 50 * NS_PER_MS;
	task_start(&my->task, "work", work, 75, 49);
	AWAIT(task_await(&my->task));
	say("done");
	print_reports();
	ASYNC_END;
}
RUN_MAIN;
