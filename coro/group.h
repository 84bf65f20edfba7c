/* group.h - asyncio.TaskGroup: tasks that live and die together.
 *
 *     ASYNC_WITH(task_group_enter(&self->group)) {
 *             task_create(&self->task, fetch, &self->fetch, "one");
 *             AWAIT(task_group_add(&self->group, &self->link, &self->task));
 *     } ASYNC_EXIT(task_group_exit(&self->group, ASYNC_RAISED));
 *
 * The exit waits for all. The first that fails cancels the others and the block; its error is the block's. */
#ifndef CORO_GROUP_H
#define CORO_GROUP_H

#include "coro/task.h"

struct task_group {
	struct waiter wait;
	struct task *parent;
	struct list tasks;     /* group_links of those that run */
	enum status error;     /* the first */
	enum status raised;    /* how the block ended */
	bool aborting;         /* everybody in it has been cancelled, and nobody can join */
	bool cancelled_parent; /* it did that itself, to end the block */
	bool cancelled;        /* somebody else cancelled the parent */
	bool ended;            /* its exit has returned */
};

struct group_link { /* a task's membership; lives as long as its task */
	struct task_link in;
	struct list link;
	struct task_group *group;
};

/* Neither suspends. ASYNC_E_INVALID from add: the group is shutting down (asyncio's RuntimeError). Then t is
 * cancelled before its first step; the group still waits for it, unless its exit has returned. */
async task_group_enter(struct task_group *self);
async task_group_add(struct task_group *self, struct group_link *member, struct task *t);

/* Waits for all. Returns the first error; ASYNC_CANCELLED if the parent was cancelled from outside and no
 * error is to be told instead. */
async task_group_exit(struct task_group *self, enum status raised);

#endif
