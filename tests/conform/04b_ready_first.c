/* Rule 4: whoever is ready runs before the deadlines that have passed meanwhile: so a worker who has what he
 * waited for leaves his timeout in time. */
#include "coro/sync.h"
#include "coro/timeout.h"
#include "tests/conform/conform.h"

struct worker {
	struct coro coro;
	struct timeout timeout;
	struct in_line place;
	struct event *event;
};

static async wait_10_ms(struct worker *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(timeout_enter(&self->timeout, 10 * NS_PER_MS)) {
		AWAIT(event_wait(&self->place, self->event));
		say("got it");
	} ASYNC_EXIT(timeout_exit(&self->timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_TASK(wait_10_ms);

struct async_main {
	struct coro coro;
	struct event event;
	struct worker worker;
	struct task task;
	struct task_wait wait;
	struct sleep sleep;
	enum status err;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	event_init(&self->event);
	self->worker.event = &self->event;
	task_create(&self->task, wait_10_ms, &self->worker, "worker");
	AWAIT(sleep_ms(&self->sleep, 0));
	event_set(&self->event);
	spend(20);
	AWAIT_CATCH(self->err, task_await(&self->wait, &self->task));
	say("worker: %s", status_name(self->err));
	ASYNC_END;
}
RUN_MAIN;
