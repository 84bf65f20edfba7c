/* task.h - the task: a coroutine that the loop runs, and the one way in which it can wait.
 *
 * The loop resumes a task by calling its outermost coroutine. When that pauses, the task is WAITING, and its
 * wait stands in the list of what it waits for. What ends the wait calls task_wake, which only puts the task
 * into the ready queue: the loop runs it later. A task lies in memory that outlives it: in a frame that
 * waits for it, or in a variable of C's own main. The loop links it until it is done, and never frees it. */
#ifndef CORO_TASK_H
#define CORO_TASK_H

#include "coro/coro.h"
#include "coro/entry.h"
#include "loop/list.h"
#include "loop/loop.h"

struct wait;

struct wait_kind {        /* what a task can wait for: static, one for each kind */
	const char *what; /* "a timer", "a task" … */
	/* Passes a cancel on to what is awaited; NULL: the wait itself ends. False: all of that has ended
	 * already, and the cancel is told when this wait ends too. */
	bool (*cancel)(struct wait *);
	/* The wait in words, as snprintf writes them; NULL: what. */
	size_t (*describe)(const struct wait *, char *text, size_t room);
	bool by_worker; /* only another task can end it: no deadline, and nothing outside */
};

struct wait { /* one wait of one task: a field of the frame that waits. All zero at first */
	struct task *task;
	const struct wait_kind *kind;
};

enum task_state { TASK_NEW, TASK_READY, TASK_RUNNING, TASK_WAITING, TASK_DONE };

struct task {
	struct handle handle;       /* its place in the ready queue */
	coro_fn *fn;                /* calls the outermost coroutine … */
	void *args;                 /* … with these, at the bottom of its stack */
	struct coro *root;          /* its outermost frame; from here the children lead to the innermost */
	struct chunk *chunk;        /* its own stack, of which this is the topmost part */
	struct wait *waiting;     /* what it waits for, while WAITING */
	struct list all;            /* its link in task_all */
	struct list watchers;       /* task_links, in order of arrival: what is to be told of its end */
	struct coro *owner;         /* the frame in which it lies, or NULL: held until its end is told */
	struct coro *lender;        /* … to which its arguments point, or NULL: held until it is done */
	const char *name;           /* for people, in messages and records: no secret; not owned */
	const struct site *spawned; /* where it was created */
	int64_t since;              /* loop.now when it came into its state; with LOOP_DEBUG READY is exact */
	uint32_t id, resumes;       /* id: by creation, from 1 */
	enum task_state state : 8;
	enum status result : 8; /* when DONE */
	bool must_cancel;       /* a cancel waits to be delivered by the next await */
	bool timed_out : 1;     /* a timeout has cancelled it: error.c notes the way of that */
	bool passing : 1;       /* it is passing a cancel on at this moment */
	bool seen : 1;          /* the result was looked at: for the ledger (coro/watch/watch.c) */
	bool is_timed : 1;      /* a record was open when it was created: see task_times */
	unsigned dumped : 2;    /* by task_dump: 1 it is being printed, 2 it was */
	int cancelling;         /* cancel requests so far, less those taken back (asyncio: Task.cancelling) */
};

/* How long the task was in each state, for the record alone (trace.c). It lies on the task's stack, below the
 * arguments. NULL: no record was open when the task was created, or it is done. */
struct task_times {
	_Alignas(CORO_ALIGN) int64_t spent[TASK_DONE]; /* ns in READY (NEW too), RUNNING, WAITING … */
	int64_t counted;                               /* … up to this time */
};
static inline struct task_times *task_times(const struct task *t)
{
	return t->is_timed && t->state != TASK_DONE ? (struct task_times *)t->args - 1 : NULL;
}

/* asyncio.all_tasks: every task whose end has not been told (so one in TASK_DONE may stand here for a turn),
 * in order of creation: each by its link `all`. asyncio.current_task is task_running (coro.h). */
extern struct list task_all;

/* stack.c: a task gets a stack, with this much memory at its bottom; and gives it back, when no frame lies on
 * it. */
void *task_stack_begin(struct task *t, size_t size);
void task_stack_free(struct task *t);

/* Spare parts of stacks go back to malloc. */
void task_stacks_trim(void);

/* asyncio's Task.cancel: requests that the task be cancelled. Its present wait, or its next one, ends with
 * ASYNC_CANCELLED; the task may clean up and wait meanwhile, and may even go on. A task that waits for
 * another passes the cancel on to that one. One that has not begun never runs. Returns false if it was
 * done already. */
bool task_cancel(struct task *t);

/* Task.uncancel: takes one request back, because the cancellation becomes something else. Returns how many
 * are left. */
int task_uncancel(struct task *t);

/* The one way to pause: the running task waits until somebody calls task_wake(self), or cancels it.
 * Returns ASYNC_OK when woken, ASYNC_CANCELLED when cancelled (also if it had been woken before: then what
 * it waited for is complete and is the caller's to give back). */
async task_suspend(struct wait *self, const struct wait_kind *kind);

/* Pauses for one turn of the loop: all that is ready runs first. */
async task_suspend_turn(struct wait *self);

/* Makes the task that waits with w ready: the loop runs it later, never from inside this call. Does nothing
 * if nothing waits with w any more. */
void task_wake(struct wait *w);

struct task_link { /* says what is to be told of a task's end: a node for each pair */
	struct list link;
	struct handle handle; /* its place in the ready queue, once the task has ended; run is NULL before */
	struct task *task;
	/* The wait that this belongs to, which is woken, and which task_dump shows; or NULL. Set after
	 * task_link. */
	struct wait *wait;
	/* Called at the task's end: it may only note and wake, and free the task. NULL, if that is not
	 * done yet: the wait ends at once. */
	void (*on_done)(struct task_link *);
};

/* asyncio's Task.add_done_callback: calls on_done(l) when t has ended, in the turn after that, through the
 * ready queue and never from inside this call; several are called in order of arrival. l must stay where it
 * is until then: it is a field of a struct that on_done finds with container_of. remove_done_callback is
 * task_unlink, which may be called at any time. */
void task_link(struct task_link *l, struct task *t, void (*on_done)(struct task_link *));
void task_unlink(struct task_link *l);

/* await task: waits until t, which was started, is done, and returns its result; without a pause if it is
 * done already. Several may wait for one task. A cancel of the waiting one is passed on to t. */
async task_await(struct task *t);

/* asyncio.shield, which has no prefix, as in asyncio: like task_await, but a cancel is not passed on. The
 * wait ends, and t runs on. */
async shield(struct task *t);

/* What the files of this room share. task_set_state: t is in this state from now on. task_enroll: t stands in
 * task_all, and holds its owner, until it is done and told. task_call_watchers: t is done, and that will be
 * told; task_notify_now: … at once, since its memory goes. */
void task_set_state(struct task *t, enum task_state state);
void task_enroll(struct task *t);
void task_call_watchers(struct task *t);
void task_notify_now(struct task *t);

/* The result of a task that is done. An error that is never looked at is reported when async_run ends.
 * task_result takes the error's words over into the running task (error.h); task_see only notes that it was
 * looked at. */
enum status task_result(struct task *t);
void task_see(struct task *t);

/* The innermost coroutine that C has called so far. NULL: no task runs, or its outermost one is only to be
 * called. */
static inline struct coro *coro_caller(void)
{
	bool none = !task_running || coro_next == &task_running->root || coro_next == &coro_nowhere;

	return none ? NULL : container_of(coro_next, struct coro, child);
}

/* The innermost frame of a task, or NULL. */
static inline struct coro *task_leaf(const struct task *t)
{
	struct coro *c = t->root;

	while (c && c->child)
		c = c->child;
	return c;
}

/* site.c: the innermost await outside of the library, of a task's chain: the line that asked. If there is
 * none, the outermost; or NULL. */
const struct site *coro_asking_site(const struct coro *root);

/* Does it lie in coro/ or http/? */
bool site_in_library(const struct site *at);

/* Where the running task stands in that sense, or was started; NULL: no task runs. */
const struct site *task_site(void);

/* The task for whose end t waits; NULL: it waits for something else, or not at all, or is NULL. */
const struct task *task_awaited(const struct task *t);

/* The two doors between the loop and a task, called once for each pause, at its leaf: real functions, never
 * inlined, for breakpoints (`break co_resumed`, with the prefix of the debugger's commands) and for the
 * record. */
void co_suspended(struct task *t);
void co_resumed(struct task *t);

#endif
