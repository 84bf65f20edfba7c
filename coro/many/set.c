/* set.c - a set of tasks for which one task waits: those that run, and those that are done, in order. */
#include "coro/many/gather.h"

/* Does an end with this result end the wait, though other tasks run? */
static bool is_enough(enum wait_mode mode, enum status result)
{
	bool is_error = result != ASYNC_OK && result != ASYNC_CANCELLED;

	return mode == WAIT_FIRST_COMPLETED || (mode == WAIT_FIRST_ERROR && is_error) ||
	       (mode == WAIT_FIRST_NOT_OK && result != ASYNC_OK);
}

/* Notes what the waiting task needs to know of t: when that one goes on, the memory of t may be gone. */
static void note_result(struct task_set *self, struct task *t)
{
	if (self->gathers)
		task_see(t);
	if (!self->first && is_enough(self->mode, t->result)) {
		self->first = t->id;
		self->error = t->result;
	}
}

/* Would a timer for the deadline have fired by now? While no task waits for the set, no timer runs. */
bool task_set_is_late(const struct task_set *self)
{
	return self->is_bounded && timers_passed(self->deadline, self->deadline_seq);
}

static void set_member_done(struct task_link *in)
{
	struct set_link *member = container_of(in, struct set_link, in);
	struct task_set *self = member->set;

	list_remove(&member->link);
	if (--self->nrunning == 0)
		owner_let_go(&self->hold);
	if (task_set_is_late(self)) {
		self->nlate++;
	} else {
		list_append(&self->done, &member->link);
		self->ndone++;
	}
	note_result(self, in->task);
	if (self->on_done)
		self->on_done(self);
	if (self->nrunning == 0 || self->first)
		task_wake(&self->wait); /* the task that waits for the set goes on in a later step */
}

/* Takes the tasks that have ended but have not told us yet: asyncio's gather counts them when it begins, its
 * wait when it ends. */
void task_set_note_ended(struct task_set *self)
{
	struct list *next;

	for (struct list *l = list_first(&self->running); l != &self->running; l = next) {
		struct set_link *member = container_of(l, struct set_link, link);

		next = l->next;
		if (member->in.task->state != TASK_DONE)
			continue;
		task_unlink(&member->in);
		set_member_done(&member->in);
	}
}

/* A task that is done, and was not taken from the set, is started again: it leaves the done ones. */
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
	if (self->nrunning++ == 0) /* while one of its tasks runs, the set must stay: it is told of the end */
		owner_hold(&self->hold, self, "the task set", t->spawned);
	owner_must_last(member, "the member of a task set", t->spawned);
	if (member->link.next)
		forget_done(self, member);
	member->set = self;
	list_append(&self->running, &member->link);
	task_link(&member->in, t, set_member_done);
	member->in.wait = &self->wait;
}

unsigned task_set_left(const struct task_set *self)
{
	return self->nrunning + self->ndone + self->nlate;
}

struct task *task_set_take(struct task_set *self)
{
	struct list *first = list_first(&self->done);

	if (first == &self->done)
		return NULL;
	list_remove(first);
	self->ndone--;
	return container_of(first, struct set_link, link)->in.task;
}

bool task_set_cancel(struct task_set *self)
{
	bool taken = false;

	for (struct list *l = list_first(&self->running); l != &self->running; l = l->next)
		/* It cleans up in a later step. */
		taken |= task_cancel(container_of(l, struct set_link, link)->in.task);
	return taken;
}

/* ---- for the task that waits ---- */

void task_set_timeout(struct task_set *self, int64_t ns)
{
	self->deadline = clock_after(ns > 0 ? ns : 0);
	self->deadline_seq = timer_seq();
	self->is_bounded = true;
}

/* The time is up: the members that still run count as late, and the set lets go of them. */
void task_set_give_up(struct task_set *self)
{
	while (!list_empty(&self->running)) {
		struct set_link *member = container_of(self->running.next, struct set_link, link);

		list_remove(&member->link);
		task_unlink(&member->in);
		if (--self->nrunning == 0)
			owner_let_go(&self->hold);
		self->nlate++;
	}
}

void task_set_let_go(struct task_set *self)
{
	task_set_give_up(self);
	self->nlate = 0;
	while (task_set_take(self))
		;
}

/* A new wait begins: the error of a task that was taken is not reported again, and the cancel of an earlier
 * wait is over. Else a loop of waits would find the first error for ever, and never pause. */
void task_set_begin_wait(struct task_set *self, enum wait_mode mode)
{
	self->mode = mode;
	self->first = 0;
	self->cancelled = false;
	for (struct list *l = list_first(&self->done); l != &self->done; l = l->next)
		note_result(self, container_of(l, struct set_link, link)->in.task);
}
