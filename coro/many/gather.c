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

static bool any_done(struct task_set *self)
{
	return self->ndone > 0;
}

static void stop_waiting(struct timer *t)
{
	/* It goes on in the next turn, without a task. */
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
	if (task_set_is_late(self))
		task_set_give_up(self);
	if (!any_done(self) && !self->nlate) {
		self->enough = any_done;
		if (self->is_bounded)
			timer_start_at(&self->timer, self->deadline, self->deadline_seq, stop_waiting);
		/* Until one is done, or is late. */
		AWAIT_CATCH_ALL(err, task_suspend(&self->wait, &waits_for_next));
		timer_cancel(&self->timer);
		self->enough = NULL; /* set_member_done wakes nothing any more */
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

static bool all_done(struct task_set *self)
{
	return self->nrunning == 0;
}

static bool all_done_or_error(struct task_set *self)
{
	return self->nrunning == 0 || self->error;
}

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

static async gather_until(struct task_set *self, bool (*enough)(struct task_set *))
{
	enum status err;

	ASYNC();
	self->gathers = true;
	task_set_look_at_done(self);
	task_set_note_ended(self);
	if (!enough(self)) {
		self->enough = enough;
		AWAIT_CATCH_ALL(err, task_suspend(&self->wait, &gathers_all)); /* the members run */
		self->enough = NULL; /* set_member_done wakes nothing any more */
		ASYNC_TRY(err);
	}
	if (enough == all_done_or_error && self->error) {
		error_take(self->first, self->error, self->error);
		ASYNC_RAISE(self->error);
	}
	/* A cancel counts even if every child swallowed it (asyncio, gather). */
	ASYNC_RAISE(self->cancelled ? ASYNC_CANCELLED : ASYNC_OK);
	ASYNC_END;
}

async gather(struct task_set *self)
{
	return gather_until(self, all_done_or_error);
}

async gather_return_exceptions(struct task_set *self)
{
	return gather_until(self, all_done);
}

/* ---- wait ---- */

static bool first_error_or_all(struct task_set *self)
{
	return self->nrunning == 0 || self->failed;
}

async task_set_wait(struct task_set *self, enum wait_mode mode, int64_t ns)
{
	static bool (*const until[])(struct task_set *) = {all_done, any_done, first_error_or_all};
	enum status err = ASYNC_OK;

	ASYNC();
	if (task_set_left(self) == 0)
		ASYNC_RAISE(ASYNC_E_INVALID);
	task_set_look_at_done(self);
	self->enough = until[mode];
	if (!self->enough(self)) {
		if (ns >= 0)
			timer_start(&self->timer, clock_after(ns), stop_waiting);
		AWAIT_CATCH_ALL(err, task_suspend(&self->wait, &waits_for_next)); /* the members run */
		timer_cancel(&self->timer);
	}
	self->enough = NULL;
	task_set_note_ended(self);
	ASYNC_RAISE(err);
	ASYNC_END;
}
