/* gather.c - three ways to wait for a set of tasks. */
#include "coro/many/gather.h"
#include "coro/error.h"

#include <stdio.h>

static size_t describe_set(const struct wait *w, char *text, size_t room)
{
	const struct task_set *self = container_of(w, const struct task_set, wait);

	return (size_t)snprintf(text, room, "tasks, %u running", self->nrunning);
}

/* ---- as_completed ---- */

static void stop_waiting(struct timer *t)
{
	/* The waiting task goes on in the next turn, and may find no task that is done. */
	task_wake(&container_of(t, struct task_set, timer)->wait);
}

const struct task *task_set_waiting(const struct timer *timer)
{
	const struct task_set *self = container_of(timer, const struct task_set, timer);

	return timer->fire == stop_waiting ? self->wait.task : NULL;
}

static const struct wait_kind waits_for_next = {
	.what = "the next task", .describe = describe_set, .by_worker = true};

async as_completed(struct task_set *self, struct task **done)
{
	enum status err = ASYNC_OK;

	ASYNC();
	*done = NULL;
	if (task_set_left(self) == 0)
		ASYNC_RAISE(ASYNC_E_INVALID);
	if (self->ndone + self->nlate == 0 && !task_set_is_late(self)) {
		self->mode = WAIT_FIRST_COMPLETED; /* each end is enough */
		if (self->is_bounded)
			timer_start_at(&self->timer, self->deadline, self->deadline_seq, stop_waiting);
		/* Until one is done, or is late. */
		AWAIT_CATCH_ALL(err, task_suspend(&self->wait, &waits_for_next));
		timer_cancel(&self->timer);
		ASYNC_TRY(err);
	}
	*done = task_set_take(self);
	if (*done)
		ASYNC_RAISE(task_result(*done));
	if (task_set_is_late(self))
		task_set_give_up(self);
	if (self->nlate-- == 0) /* each call takes one of those that were late */
		loop_fatal("as_completed: woken, but no task is done");
	ASYNC_RAISE(ASYNC_TIMEOUT);
	ASYNC_END;
}

/* ---- gather ---- */

static bool cancel_members(struct wait *w)
{
	struct task_set *self = container_of(w, struct task_set, wait);
	bool taken = task_set_cancel(self);

	self->cancelled |= taken;
	return taken;
}

static const struct wait_kind gathers_all = {.what = "all tasks",
	.cancel = cancel_members,
	.describe = describe_set,
	.by_worker = true};

static async gather_until(struct task_set *self, enum wait_mode mode)
{
	ASYNC();
	self->gathers = true;
	task_set_begin_wait(self, mode);
	task_set_note_ended(self);
	if (self->nrunning > 0 && !self->first)
		AWAIT(task_suspend(&self->wait, &gathers_all)); /* the members run */
	if (self->first) {
		error_take(self->first, self->error, self->error);
		ASYNC_RAISE(self->error);
	}
	/* A cancel counts even if every child swallowed it (asyncio, gather). */
	ASYNC_RAISE(self->cancelled ? ASYNC_CANCELLED : ASYNC_OK);
	ASYNC_END;
}

async gather(struct task_set *self)
{
	return gather_until(self, WAIT_FIRST_NOT_OK);
}

async gather_return_exceptions(struct task_set *self)
{
	return gather_until(self, WAIT_ALL);
}

/* ---- wait ---- */

async task_set_wait(struct task_set *self, enum wait_mode mode, int64_t ns)
{
	enum status err = ASYNC_OK;

	ASYNC();
	if (task_set_left(self) == 0)
		ASYNC_RAISE(ASYNC_E_INVALID);
	task_set_begin_wait(self, mode);
	if (self->nrunning > 0 && !self->first) {
		if (ns >= 0)
			timer_start(&self->timer, clock_after(ns), stop_waiting);
		AWAIT_CATCH_ALL(err, task_suspend(&self->wait, &waits_for_next)); /* the members run */
		timer_cancel(&self->timer);
	}
	task_set_note_ended(self);
	ASYNC_RAISE(err);
	ASYNC_END;
}
