/* Rule 17: with no time at all wait_for never starts what it is given. */
#include "coro/timeout.h"
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct sleep sleep;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	say("work begins");
	AWAIT(sleep_ms(&self->sleep, 10));
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct work work;
	struct wait_for wait_for;
	int ns;
};

static async async_main(struct async_main *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	for (self->ns = 1000000; self->ns >= -1000000; self->ns -= 1000000) {
		AWAIT_CATCH(err, wait_for_old(&self->wait_for, work, &self->work, self->ns));
		say("in %d ns: %s", self->ns, status_name(err));
	}
	ASYNC_END;
}
RUN_MAIN;
