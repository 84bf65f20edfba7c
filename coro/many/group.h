/* group.h - asyncio.TaskGroup: tasks that live and die together.
 *
 *     ASYNC(struct task_group group; struct set_task one, two);
 *     ASYNC_WITH(task_group_enter(&my->group)) {
 *             AWAIT(task_group_start(&my->group, &my->one, "one", fetch, url));
 *             AWAIT(task_group_start(&my->group, &my->two, "two", fetch, other_url));
 *     } ASYNC_EXIT(task_group_exit(&my->group, ASYNC_RAISED));
 *
 * The exit waits for all. The first that fails cancels the others and the block; its error is the block's.
 *
 * asyncio raises all errors as one ExceptionGroup. A status can hold only one, so the exit raises the first.
 * The other tasks' errors stay in their tasks, for task_result, and the block's own in `raised`. An error
 * that was never looked at, and a block's error of another kind than the one that is raised, are reported
 * when async_run ends. */
#ifndef CORO_MANY_GROUP_H
#define CORO_MANY_GROUP_H

#include "coro/many/gather.h"

struct task_group {
	struct task_set tasks; /* those that run */
	struct task *parent;
	enum status error;     /* the first of a task … */
	uint32_t failed;       /* … and that task's number */
	enum status raised;    /* how the block ended */
	bool aborting;         /* all its tasks have been cancelled, and none can join */
	bool cancelled_parent; /* the group itself cancelled it, to end the block */
	bool cancelled;        /* the parent was cancelled from outside */
	bool ended;            /* its exit has returned */
	struct hold hold;      /* of the frame it lies in, until then */
};

/* Neither suspends, and enter never fails; what self held before does not matter. The member lives as long as
 * its task. add aborts if self is all zero, which is not entered. ASYNC_E_INVALID from add: the group is
 * shutting down (asyncio's RuntimeError). Then t is cancelled before its first step; the group still waits
 * for it, unless its exit has returned. */
async task_group_enter(struct task_group *self);
async task_group_add(struct task_group *self, struct set_link *member, struct task *t);

/* TaskGroup.create_task: task_group_start(&group, &set_task, name, fn, arguments …) starts a task, as
 * task_start does, and adds it. It is awaited, but never suspends; its outcome is task_group_add's. (GNU C's
 * `({ … })`, also clang's, is an expression with declarations in it, worth what its last line is.) */
#define task_group_start(group, t, ...)                                                                      \
	__extension__({                                                                                      \
		struct set_task *const started_ = (t);                                                       \
		task_start(&started_->task, __VA_ARGS__);                                                    \
		task_group_add((group), &started_->member, &started_->task);                                 \
	})

/* Waits for all. Returns the first error of a task, or else the block's; ASYNC_CANCELLED if the parent was
 * cancelled from outside and no error is to be told instead. */
async task_group_exit(struct task_group *self, enum status raised);

#endif
