/* Rule 16: a block that swallows the cancel ends as it likes, but its timeout has expired. */
#include "coro/timeout.h"
#include "tests/conform/conform.h"

struct stubborn {
	struct coro coro;
	struct timeout timeout;
	struct sleep sleep;
	bool swallows;
};

static async stubborn(struct stubborn *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	ASYNC_WITH(timeout_enter(&self->timeout, 20 * NS_PER_MS)) {
		AWAIT_CATCH(err, sleep_ms(&self->sleep, 50));
		say("in the block: %s", status_name(err));
		if (err && !self->swallows)
			ASYNC_RAISE(err);
	} ASYNC_EXIT(timeout_exit(&self->timeout, ASYNC_RAISED));
	say("behind the block: expired %d", self->timeout.expired);
	ASYNC_END;
}

struct async_main {
	struct coro coro;
	struct stubborn stubborn;
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	struct task *me = task_running;
	enum status err;

	ASYNC_BEGIN(self);
	self->stubborn = (struct stubborn){.swallows = true};
	AWAIT_CATCH(err, stubborn(&self->stubborn));
	say("stubborn: %s, requests left: %d", status_name(err), me->cancelling);
	task_cancel(me);
	AWAIT_CATCH(err, sleep_ms(&self->sleep, 0));
	say("swallowed one, requests left: %d", me->cancelling);
	self->stubborn = (struct stubborn){.swallows = false};
	AWAIT_CATCH(err, stubborn(&self->stubborn));
	say("not stubborn: %s, requests left: %d", status_name(err), me->cancelling);
	ASYNC_END;
}
RUN_MAIN;
