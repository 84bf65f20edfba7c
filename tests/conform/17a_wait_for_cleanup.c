/* Rule 17: wait_for cancels what takes too long, waits for its cleanup, and only then tells ASYNC_TIMEOUT. */
#include "coro/timeout.h"
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct sleep sleep;
	int ms, cleanup;
	bool swallows;
	enum status err;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	AWAIT_CATCH(self->err, sleep_ms(&self->sleep, self->ms));
	say("work of %d: %s", self->ms, status_name(self->err));
	AWAIT(sleep_ms(&self->sleep, self->cleanup));
	if (self->err && !self->swallows)
		ASYNC_RAISE(self->err);
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct work work;
	struct wait_for wait_for;
};

static async async_main(struct async_main *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	self->work = (struct work){.ms = 10};
	AWAIT_CATCH(err, wait_for_old(&self->wait_for, work, &self->work, 20 * NS_PER_MS));
	say("in time: %s", status_name(err));
	self->work = (struct work){.ms = 30, .cleanup = 40};
	AWAIT_CATCH(err, wait_for_old(&self->wait_for, work, &self->work, 20 * NS_PER_MS));
	say("late: %s", status_name(err));
	self->work = (struct work){.ms = 30, .cleanup = 40, .swallows = true};
	AWAIT_CATCH(err, wait_for_old(&self->wait_for, work, &self->work, 20 * NS_PER_MS));
	say("late, but it went on: %s", status_name(err));
	ASYNC_END;
}
RUN_MAIN;
