/* Rule 16: timeouts nest, and the one that expired reports; of two, the outer one. */
#include "coro/timeout.h"
#include "tests/conform/conform.h"

struct inner {
	struct coro coro;
	struct timeout timeout;
	struct sleep sleep;
	int limit, cleanup;
	enum status err;
};

static async inner(struct inner *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(timeout_enter(&self->timeout, self->limit * NS_PER_MS)) {
		AWAIT_CATCH(self->err, sleep_ms(&self->sleep, 50));
		AWAIT(sleep_ms(&self->sleep, self->cleanup));
		if (self->err)
			ASYNC_RAISE(self->err);
	} ASYNC_EXIT(timeout_exit(&self->timeout, ASYNC_RAISED));
	ASYNC_END;
}

struct outer {
	struct coro coro;
	struct timeout timeout;
	struct inner inner;
	int limit;
};

static async outer(struct outer *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	ASYNC_WITH(timeout_enter(&self->timeout, self->limit * NS_PER_MS)) {
		AWAIT_CATCH(err, inner(&self->inner));
		say("inner: %s", status_name(err));
		if (err)
			ASYNC_RAISE(err);
	} ASYNC_EXIT(timeout_exit(&self->timeout, ASYNC_RAISED));
	ASYNC_END;
}

static void report(const struct outer *outer, enum status err)
{
	say("outer of %d, inner of %d: %s, requests left: %d", outer->limit, outer->inner.limit,
		status_name(err), task_running->cancelling);
}

struct async_main {
	struct coro coro;
	struct outer outer;
};

static async async_main(struct async_main *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	self->outer = (struct outer){.limit = 40, .inner = {.limit = 20, .cleanup = 0}};
	AWAIT_CATCH(err, outer(&self->outer));
	report(&self->outer, err);
	self->outer = (struct outer){.limit = 20, .inner = {.limit = 40, .cleanup = 0}};
	AWAIT_CATCH(err, outer(&self->outer));
	report(&self->outer, err);
	self->outer = (struct outer){.limit = 30, .inner = {.limit = 20, .cleanup = 20}};
	AWAIT_CATCH(err, outer(&self->outer));
	report(&self->outer, err);
	self->outer = (struct outer){.limit = 90, .inner = {.limit = 80, .cleanup = 0}};
	AWAIT_CATCH(err, outer(&self->outer));
	report(&self->outer, err);
	ASYNC_END;
}
RUN_MAIN;
