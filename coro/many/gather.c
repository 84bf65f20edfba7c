/* gather.c - one list of finished tasks, and three ways to wait for it. */
#include "coro/many/gather.h"
#include "coro/error.h"
#include "coro/owner.h"

#include <stdio.h>

void task_set_init(struct task_set *self)
{
	*self = (struct task_set){0};
}

/* While one of its tasks runs, the set must stay: it will be told of the end. */
static void one_more_runs(struct task_set *self, const struct site *made)
{
	if (self->nrunning++)
		return;
	owner_hold(&self->hold, self, "the task set");
	self->hold.made = made;
}

static void one_less_runs(struct task_set *self)
{
	if (--self->nrunning == 0)
		owner_let_go(&self->hold);
}

static void note_result(struct task_set *self, struct task *t)
{
	enum status result = t->result;

	if (self->gathers)
		task_see(t);
	if (!self->error && result)
		error_follow(t, self->wait.task ? self->wait.task : task_running);
	if (!self->error)
		self->error = result;
	if (result != ASYNC_OK && result != ASYNC_CANCELLED)
		self->failed = true;
}

/* Would a timer for the deadline have fired by now? The set needs none while nobody waits for it. */
static bool is_late(const struct task_set *self)
{
	return self->is_bounded && timers_passed(self->deadline, self->deadline_seq);
}

static void member_done(struct task_link *in)
{
	struct set_link *member = container_of(in, struct set_link, in);
	struct task_set *self = member->set;

	list_remove(&member->link);
	one_less_runs(self);
	if (is_late(self)) {
		self->nlate++;
	} else {
		list_append(&self->done, &member->link);
		self->ndone++;
	}
	note_result(self, in->task);
	if (self->enough && self->enough(self))
		task_wake(&self->wait);
}

/* Those who have ended but not told us yet: asyncio's gather counts them when it begins, its wait when it
 * ends. */
static void note_ended(struct task_set *self)
{
	struct list *next;

	for (struct list *l = list_first(&self->running); l != &self->running; l = next) {
		struct set_link *member = container_of(l, struct set_link, link);

		next = l->next;
		if (member->in.task->state != TASK_DONE)
			continue;
		task_unlink(&member->in);
		member_done(&member->in);
	}
}

/* A task that is done and was not taken begins anew. */
static void forget_done(struct task_set *self, const struct set_link *member)
{
	struct list *l = list_first(&self->done);

	while (l != &self->done && l != &member->link)
		l = l->next;
	if (l == &self->done) /* not in this set, or the set was emptied since */
		return;
	list_remove(l);
	self->ndone--;
}

void task_set_add(struct task_set *self, struct set_link *member, struct task *t)
{
	owner_must_last_at(self, "the task set", t->spawned);
	owner_must_last_at(member, "the member of a task set", t->spawned);
	if (member->link.next)
		forget_done(self, member);
	member->set = self;
	list_append(&self->running, &member->link);
	one_more_runs(self, t->spawned);
	task_link(&member->in, t, member_done);
	member->in.wait = &self->wait;
}

unsigned task_set_left(const struct task_set *self)
{
	return self->nrunning + self->ndone + self->nlate;
}

struct task *task_set_take(struct task_set *self)
{
	struct set_link *first;

	if (list_empty(&self->done))
		return NULL;
	first = container_of(self->done.next, struct set_link, link);
	list_remove(&first->link);
	self->ndone--;
	return first->in.task;
}

static size_t describe_set(const struct wait *w, char *text, size_t room)
{
	const struct task_set *self = container_of(w, const struct task_set, wait);

	return (size_t)snprintf(text, room, "tasks, %u running", self->nrunning);
}

/* ---- as_completed ---- */

static bool any_done(const struct task_set *self)
{
	return self->ndone > 0;
}

static void stop_waiting(struct timer *t)
{
	task_wake(&container_of(t, struct task_set, timer)->wait);
}

const struct task *task_set_waiting(const struct timer *timer)
{
	const struct task_set *self = container_of(timer, const struct task_set, timer);

	return timer->fire == stop_waiting ? self->wait.task : NULL;
}

void task_set_timeout(struct task_set *self, int64_t ns)
{
	self->deadline = clock_after(ns > 0 ? ns : 0);
	self->deadline_seq = timer_seq();
	self->is_bounded = true;
}

/* Nobody who is running will be taken any more. */
static void give_up(struct task_set *self)
{
	while (!list_empty(&self->running)) {
		struct set_link *member = container_of(self->running.next, struct set_link, link);

		list_remove(&member->link);
		task_unlink(&member->in);
		one_less_runs(self);
		self->nlate++;
	}
}

void task_set_let_go(struct task_set *self)
{
	give_up(self);
	self->nlate = 0;
	while (task_set_take(self))
		;
}

static const struct wait_kind waits_for_next = {.what = "the next task",
	.describe = describe_set,
	.by_worker = true};

async as_completed(struct task_set *self, struct task **done)
{
	enum status err = ASYNC_OK;

	ASYNC();
	*done = NULL;
	if (task_set_left(self) == 0)
		ASYNC_RAISE(ASYNC_E_INVALID);
	if (is_late(self))
		give_up(self);
	if (!any_done(self) && !self->nlate) {
		self->enough = any_done;
		if (self->is_bounded)
			timer_start_at(&self->timer, self->deadline, self->deadline_seq, stop_waiting);
		AWAIT_CATCH(err, task_suspend(&self->wait, &waits_for_next));
		timer_cancel(&self->timer);
		self->enough = NULL;
		if (err)
			ASYNC_RAISE(err);
	}
	*done = task_set_take(self);
	if (*done)
		ASYNC_RAISE(task_result(*done));
	if (is_late(self))
		give_up(self);
	if (self->nlate-- == 0) /* some may be left of an earlier timeout */
		loop_fatal("as_completed: woken, but no task is done");
	ASYNC_RAISE(ASYNC_TIMEOUT);
	ASYNC_END;
}

/* A new wait begins: the error of a task that was taken is not reported again, and the cancel of an earlier
 * wait is over. Else a loop of waits would find the first error for ever, and never pause. */
static void look_at_done(struct task_set *self)
{
	self->error = ASYNC_OK;
	self->failed = self->cancelled = false;
	for (struct list *l = list_first(&self->done); l != &self->done; l = l->next)
		note_result(self, container_of(l, struct set_link, link)->in.task);
}

/* ---- gather ---- */

static bool all_done(const struct task_set *self)
{
	return self->nrunning == 0;
}

static bool all_done_or_error(const struct task_set *self)
{
	return self->nrunning == 0 || self->error;
}

static bool cancel_members(struct wait *w)
{
	struct task_set *self = container_of(w, struct task_set, wait);
	bool taken = false;

	for (struct list *l = list_first(&self->running); l != &self->running; l = l->next)
		taken |= task_cancel(container_of(l, struct set_link, link)->in.task);
	self->cancelled |= taken;
	return taken;
}

static const struct wait_kind waits_for_all = {.what = "all tasks",
	.cancel = cancel_members,
	.describe = describe_set,
	.by_worker = true};

static async gather_until(struct task_set *self, bool (*enough)(const struct task_set *))
{
	enum status err;

	ASYNC();
	self->gathers = true;
	look_at_done(self);
	note_ended(self);
	if (!enough(self)) {
		self->enough = enough;
		AWAIT_CATCH(err, task_suspend(&self->wait, &waits_for_all));
		self->enough = NULL;
		if (err)
			ASYNC_RAISE(err);
	}
	if (self->cancelled && enough == all_done) /* even if every child swallowed it (asyncio, gather) */
		ASYNC_RAISE(ASYNC_CANCELLED);
	if (enough == all_done_or_error)
		ASYNC_RAISE(self->error ? self->error : self->cancelled ? ASYNC_CANCELLED : ASYNC_OK);
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

static bool first_error_or_all(const struct task_set *self)
{
	return self->nrunning == 0 || self->failed;
}

async task_set_wait(struct task_set *self, enum wait_mode mode, int64_t ns)
{
	static bool (*const until[])(const struct task_set *) = {all_done, any_done, first_error_or_all};
	enum status err = ASYNC_OK;

	ASYNC();
	if (task_set_left(self) == 0)
		ASYNC_RAISE(ASYNC_E_INVALID);
	look_at_done(self);
	self->enough = until[mode];
	if (!self->enough(self)) {
		if (ns >= 0)
			timer_start(&self->timer, clock_after(ns), stop_waiting);
		AWAIT_CATCH(err, task_suspend(&self->wait, &waits_for_next));
		timer_cancel(&self->timer);
	}
	self->enough = NULL;
	note_ended(self);
	ASYNC_RAISE(err);
	ASYNC_END;
}
