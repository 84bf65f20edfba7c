/* group.c - asyncio/taskgroups.py: if one task fails, all are cancelled, and the exit waits until all have
 * ended. */
#include "coro/many/group.h"
#include "coro/error.h"
#include "loop/watcher.h"

static void abort_all(struct task_group *self)
{
	self->aborting = true;
	task_set_cancel(&self->tasks); /* they clean up in later steps */
}

/* A later error stays in its task; if it is never looked at, it is reported at the end. */
static void note_error(struct task_group *self, struct task *t)
{
	if (!self->error) {
		self->error = t->result;
		self->failed = t->id;
		task_see(t);
	}
	if (self->aborting)
		return;
	abort_all(self);
	self->cancelled_parent = true; /* the exit will take this cancel back */
	task_cancel(self->parent);     /* this ends the block, wherever it waits */
}

/* A task of the set has ended. The group keeps only those that run, so it takes this one out. */
static void member_done(struct task_set *tasks)
{
	struct task *t = task_set_take(tasks);

	if (t->result != ASYNC_OK && t->result != ASYNC_CANCELLED)
		note_error(container_of(tasks, struct task_group, tasks), t);
}

async task_group_enter(struct task_group *self)
{
	*self = (struct task_group){.parent = task_running, .tasks.on_done = member_done};
	owner_hold(&self->hold, self, "the task group", NULL);
	return ASYNC_OK;
}

async task_group_add(struct task_group *self, struct set_link *member, struct task *t)
{
	if (!self->parent)
		owner_blame("task_group_add: the group was not entered");
	if (!self->ended)
		task_set_add(&self->tasks, member, t);
	if (!self->ended && !self->aborting)
		return ASYNC_OK;
	task_cancel(t); /* the group is at its end: the new task must end as well */
	return ASYNC_E_INVALID;
}

static const struct wait_kind waits_for_group = {.what = "the tasks of a group", .by_worker = true};

/* All members are done. Finds what the exit raises, and whether the parent was cancelled by us or by others.
 * If the block's own error is not what is raised, it is noted as lost. */
static enum status group_outcome(struct task_group *self)
{
	const enum status own = self->raised == ASYNC_CANCELLED ? ASYNC_OK : self->raised;
	enum status told = self->error ? self->error : own;

	if (self->cancelled_parent && task_uncancel(self->parent) == 0)
		self->cancelled = false;
	if (self->cancelled && !self->error) {
		told = ASYNC_CANCELLED;
	} else if (told && self->parent->cancelling) {
		/* It was cancelled from outside too: so its next await ends. */
		task_uncancel(self->parent);
		task_cancel(self->parent);
	}
	if (own && own != told)
		WATCH(lost, (own, task_site()));
	error_take(self->failed ? self->failed : self->parent->id, told, told);
	return told;
}

async task_group_exit(struct task_group *self, enum status raised)
{
	enum status err;

	ASYNC();
	self->raised = raised;
	self->cancelled = raised == ASYNC_CANCELLED;
	if (self->raised && !self->aborting)
		abort_all(self);
	while (!list_empty(&self->tasks.running)) {
		/* The members run to their end. */
		AWAIT_CATCH_ALL(err, task_suspend(&self->tasks.wait, &waits_for_group));
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
