/* Rule 26: who is ready when main ends still has its turn, before those who are left are cancelled. */
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct sleep sleep;
	int i;
};

static async work(struct work *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	say("%d begins", self->i);
	AWAIT_CATCH(err, sleep_ms(&self->sleep, 10 * self->i));
	say("%d: %s", self->i, status_name(err));
	ASYNC_END;
}
ASYNC_TASK(work);

static struct work works[2] = {{.i = 0}, {.i = 1}};
static struct task tasks[2];

struct async_main {
	struct coro coro;
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	task_create(&tasks[0], work, &works[0], "work");
	AWAIT(sleep_ms(&self->sleep, 0));
	task_create(&tasks[1], work, &works[1], "work");
	say("main ends");
	ASYNC_END;
}
RUN_MAIN;
