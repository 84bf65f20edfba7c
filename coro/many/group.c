/* group.c - asyncio/taskgroups.py: if one task fails, all are cancelled, and the exit waits until all have
 * ended. */
#include "coro/many/group.h"
#include "coro/error.h"
#include "loop/watcher.h"

async task_group_enter(struct task_group *self)
{
	*self = (struct task_group){.parent = task_running};
	owner_hold(&self->hold, self, "the task group", NULL);
	return ASYNC_OK;
}

static void abort_all(struct task_group *self)
{
	self->aborting = true;
	for (struct list *l = list_first(&self->tasks); l != &self->tasks; l = l->next)
		/* It cleans up in a later step. */
		task_cancel(container_of(l, struct group_link, link)->in.task);
}

static void member_done(struct task_link *in)
{
	struct group_link *member = container_of(in, struct group_link, in);
	struct task_group *self = member->group;
	enum status result = in->task->result;

	list_remove(&member->link);
	if (list_empty(&self->tasks))
		task_wake(&self->wait); /* the exit goes on, if the parent is there already */
	if (result == ASYNC_OK || result == ASYNC_CANCELLED)
		return;
	/* A later error stays in its task; if nobody looks at it, it is reported at the end. */
	if (!self->error) {
		self->error = result;
		self->failed = in->task->id;
		task_see(in->task);
	}
	if (self->aborting)
		return;
	abort_all(self);
	self->cancelled_parent = true; /* the exit will take this cancel back */
	task_cancel(self->parent);     /* this ends the block, wherever it waits */
}

async task_group_add(struct task_group *self, struct group_link *member, struct task *t)
{
	if (!self->parent)
		owner_blame("task_group_add: the group was not entered");
	if (!self->ended) {
		member->group = self;
		list_append(&self->tasks, &member->link);
		task_link(&member->in, t, member_done);
		member->in.wait = &self->wait;
	}
	if (!self->ended && !self->aborting)
		return ASYNC_OK;
	task_cancel(t); /* the group is at its end: the new task must end as well */
	return ASYNC_E_INVALID;
}

static const struct wait_kind waits_for_group = {.what = "the tasks of a group", .by_worker = true};

/* All members are done. Finds what the exit raises, and whether the parent was cancelled by us or by
 * others. */
static enum status find_outcome(struct task_group *self)
{
	bool raised = self->raised && self->raised != ASYNC_CANCELLED;

	if (self->cancelled_parent && task_uncancel(self->parent) == 0)
		self->cancelled = false;
	if (self->cancelled && !self->error)
		return ASYNC_CANCELLED;
	if (!self->error && raised)
		self->error = self->raised;
	/* It was cancelled from outside too: so its next await ends. */
	if (self->error && self->parent->cancelling) {
		task_uncancel(self->parent);
		task_cancel(self->parent);
	}
	return self->error;
}

/* What the exit raises. If that is not the block's own error, the block's is noted as lost. */
static enum status group_outcome(struct task_group *self)
{
	enum status told = find_outcome(self);

	if (self->raised && self->raised != ASYNC_CANCELLED && self->raised != told)
		WATCH(lost, (self->raised, task_site()));
	error_take(self->failed ? self->failed : self->parent->id, told, told);
	return told;
}

async task_group_exit(struct task_group *self, enum status raised)
{
	enum status err;

	ASYNC();
	self->raised = raised == ASYNC_RETURNING ? ASYNC_OK : raised;
	self->cancelled = raised == ASYNC_CANCELLED;
	if (self->raised && !self->aborting)
		abort_all(self);
	while (!list_empty(&self->tasks)) {
		/* The members run to their end. */
		AWAIT_CATCH_ALL(err, task_suspend(&self->wait, &waits_for_group));
		if (err && !self->aborting) {
			self->cancelled = true;
			abort_all(self);
		}
	}
	self->ended = true;
	owner_let_go(&self->hold);
	ASYNC_RAISE(group_outcome(self));
	ASYNC_END;
}
