/* Rule 26: the first SIGINT cancels main, which ends through its cleanup; then those who are left, and run
 * tells of it. */
#include "tests/conform/conform.h"

#include <signal.h>

struct work {
	struct coro coro;
	struct sleep sleep;
	int ms;
};

static async work(struct work *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	AWAIT_CATCH(err, sleep_ms(&self->sleep, self->ms));
	say("work of %d: %s", self->ms, status_name(err));
	ASYNC_END;
}
ASYNC_TASK(work);

struct knock {
	struct coro coro;
	struct sleep sleep;
};

static async knock(struct knock *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_ms(&self->sleep, 10));
	raise(SIGINT);
	say("knocked");
	ASYNC_END;
}
ASYNC_TASK(knock);

static struct work works[2] = {{.ms = 20}, {.ms = 90}};
static struct knock knocks;
static struct task tasks[3];

struct async_main {
	struct coro coro;
	struct sleep sleep;
	enum status err;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	task_create(&tasks[0], work, &works[0], "work");
	task_create(&tasks[1], work, &works[1], "work");
	task_create(&tasks[2], knock, &knocks, "knock");
	AWAIT_CATCH(self->err, sleep_ms(&self->sleep, 50));
	say("main: %s", status_name(self->err));
	AWAIT(sleep_ms(&self->sleep, 30));
	say("main, after its cleanup");
	ASYNC_RAISE(self->err);
	ASYNC_END;
}
ASYNC_TASK(async_main);

int main(void)
{
	static struct async_main frame;
	enum status outcome;

	signal(SIGINT, SIG_DFL);
	if (loop_open(LOOP_VIRTUAL) < 0)
		return 2;
	outcome = run(async_main, &frame);
	say("run: %s", run_interrupted() ? "interrupted" : status_name(outcome));
	loop_close();
	return 0;
}
