/* gather.h - waiting for many tasks: asyncio's gather, wait and as_completed, each on a set of tasks. gather
 * and as_completed have no prefix: they have the same names as in asyncio.
 *
 *     for (int i = 0; i < n; i++)
 *             task_set_start(&my->set, &tasks[i], names[i], fetch, names[i]);
 *     while (task_set_left(&my->set))
 *             AWAIT(as_completed(&my->set, &my->done)); */
#ifndef CORO_MANY_GATHER_H
#define CORO_MANY_GATHER_H

#include "coro/owner.h"
#include "coro/sleep.h"
#include "coro/task.h"

/* What ends a wait before all tasks have ended: nothing; the first that ends; the first error; or, for
 * gather, the first error or cancellation. */
enum wait_mode { WAIT_ALL, WAIT_FIRST_COMPLETED, WAIT_FIRST_ERROR, WAIT_FIRST_NOT_OK };

struct set_link { /* a membership, all zero at first. It lives as long as its task, and may be used again */
	struct task_link in; /* tells us of the task's end */
	struct list link;    /* in the set's running, then in its done */
	struct task_set *set;
};

struct task_set { /* all zero, it is empty; one at a time may wait for it */
	struct wait wait;
	struct timer timer;
	struct list running;
	struct list done; /* in order of completion, not taken yet */
	unsigned nrunning, ndone, nlate; /* nlate: too late for as_completed */
	struct hold hold;                /* of the frame it lies in, while a task runs */
	int64_t deadline;                /* as_completed's … */
	uint64_t deadline_seq;           /* … and its place among the timers */
	bool is_bounded;                 /* it has one */
	enum wait_mode mode;             /* of the wait; if there is none, of the latest */
	uint32_t first;                  /* the number of the task whose end was enough for it; or 0 … */
	enum status error;               /* … and that task's result */
	bool cancelled;                  /* the gather was */
	bool gathers;                    /* it looks at every result, at once or later */
	void (*on_done)(struct task_set *); /* for a group: a task has joined `done` */
};

/* For a set that was used before, or does not begin as zeros. None of its tasks may run. */
#define task_set_init(set) (*(set) = (struct task_set){0})

/* Adds task t, which may be done already. The member and the set are told of its end, even if no task waits
 * for it any more. So they must stay until the task is done, given up by as_completed, or let go; before that
 * the frame in which the set lies cannot be left. */
void task_set_add(struct task_set *self, struct set_link *member, struct task *t);

struct set_task { /* a task and its membership in one */
	struct task task;
	struct set_link member;
};

/* task_set_start(&set, &set_task, name, fn, arguments …): starts a task, as task_start does, and adds it. */
#define task_set_start(set, t, ...)                                                                          \
	do {                                                                                                 \
		struct set_task *const started_ = (t);                                                       \
		task_start(&started_->task, __VA_ARGS__);                                                    \
		task_set_add((set), &started_->member, &started_->task);                                     \
	} while (0)

/* Tasks that were added and not taken yet. */
unsigned task_set_left(const struct task_set *self);

/* Cancels those that run. False: none runs. */
bool task_set_cancel(struct task_set *self);

/* Forgets all its tasks. Those that run go on; the set is not told of their ends. */
void task_set_let_go(struct task_set *self);

/* Takes the next finished task, in order of completion; NULL: none has finished. */
struct task *task_set_take(struct task_set *self);

/* asyncio.as_completed: waits for the next task to finish, takes it, and returns its result. *done is NULL if
 * the calling task was cancelled (the others run on), if the set is empty (ASYNC_E_INVALID), or if the time
 * is up: then each task that has not finished counts as one ASYNC_TIMEOUT, and runs on. */
async as_completed(struct task_set *self, struct task **done);

/* as_completed's timeout: ns from now on, for all of them. A task is in time if its end is told before the
 * timer of that deadline would fire, whatever waits or runs then. */
void task_set_timeout(struct task_set *self, int64_t ns);

/* asyncio.gather: waits for all; the results stand in the tasks. The first error is returned at once, and
 * the other tasks run on; with return_exceptions errors stay in their tasks. A cancel is passed on to
 * every task that runs. An empty set: ASYNC_OK, without a pause. */
async gather(struct task_set *self);
async gather_return_exceptions(struct task_set *self);

/* asyncio.wait: waits for all, for one, or for the first error, and returns ASYNC_OK whatever the results;
 * ns >= 0 bounds the wait, and its end is no error. An empty set is: ASYNC_E_INVALID. Take the finished
 * tasks with task_set_take. */
async task_set_wait(struct task_set *self, enum wait_mode mode, int64_t ns);

/* The task whose wait for a set this timer ends, if it is a set's; or NULL. */
const struct task *task_set_waiting(const struct timer *timer);

/* What set.c does for gather.c. is_late: would a timer for the deadline have fired by now? The set needs no
 * timer while no task waits for it. note_ended: tasks that have ended, but have not told us yet, count as
 * done. give_up: tasks that still run are no members any more. begin_wait: a new wait begins, which knows
 * nothing of the tasks that were taken. */
bool task_set_is_late(const struct task_set *self);
void task_set_note_ended(struct task_set *self);
void task_set_give_up(struct task_set *self);
void task_set_begin_wait(struct task_set *self, enum wait_mode mode);

#endif
