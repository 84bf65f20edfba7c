/* Rule 28: in debug mode a step of 100 ms or more is reported; what is slow can be set. */
#include "coro/debug.h"
#include "tests/conform/conform.h"

#include <stdlib.h>
#include <string.h>

static void print_reports(void)
{
	char line[256];

	rewind(debug.out);
	while (fgets(line, sizeof line, debug.out)) {
		char *ran = strstr(line, ") ran ");

		if (ran)
			say("ran %d ms", (int)strtol(ran + strlen(") ran "), NULL, 10));
	}
}

struct work {
	struct coro coro;
	struct sleep sleep;
	int ms, more;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	spend(self->ms);
	AWAIT(sleep_ms(&self->sleep, 0));
	spend(self->more);
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct work works[4];
	struct task task;
	struct task_wait wait;
	int i;
};

static async async_main(struct async_main *self)
{
	static const int ms[] = {100, 75, 10, 75}, more[] = {99, 75, 150, 49};

	ASYNC_BEGIN(self);
	debug.out = tmpfile();
	debug.on = true;
	for (self->i = 0; self->i < 4; self->i++) {
		debug.slow = (self->i < 3 ? 100 : 50) * NS_PER_MS;
		self->works[self->i] = (struct work){.ms = ms[self->i], .more = more[self->i]};
		task_create(&self->task, work, &self->works[self->i], "work");
		AWAIT(task_await(&self->wait, &self->task));
	}
	say("done");
	print_reports();
	ASYNC_END;
}
RUN_MAIN;
