/* Rule 26: when main ends, run cancels all tasks that are left, and lets their cleanup end before it does. */
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct sleep sleep;
	int i;
	enum status err;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	say("%d begins", self->i);
	AWAIT_CATCH(self->err, sleep_ms(&self->sleep, 50));
	AWAIT(sleep_ms(&self->sleep, 10 * self->i));
	say("%d, after its cleanup: %s", self->i, status_name(self->err));
	ASYNC_END;
}
ASYNC_TASK(work);

static struct work works[3] = {{.i = 0}, {.i = 1}, {.i = 2}};
static struct task tasks[3];

struct async_main {
	struct coro coro;
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	for (int i = 0; i < 3; i++)
		task_create(&tasks[i], work, &works[i], "work");
	AWAIT(sleep_ms(&self->sleep, 20));
	say("main ends");
	ASYNC_END;
}
RUN_MAIN;
