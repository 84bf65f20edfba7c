/* owner.h - memory that must last: what may lie where, and for how long.
 *
 * A task, and what it was given a pointer to, must outlive its coroutine. A field of a frame lasts until the
 * frame is left. A C variable of a coroutine, or of a function that it calls, lasts until the next await.
 * What is static, on the heap, or a variable of C's own main lasts for good. A program that breaks this is
 * stopped, and both lines are named. But a task that has not begun when its coroutine leaves cancelled, or
 * that was itself cancelled before it began, ends there: it never runs. */
#ifndef CORO_OWNER_H
#define CORO_OWNER_H

#include "coro/task.h"

extern const char *owner_floor; /* where on C's stack the loop ends, and the running task's calls begin */

/* Aborts, and names the place (NULL: the running task's await), if memory is gone at the next await. what:
 * "the timeout". */
void owner_must_last(const void *memory, const char *what, const struct site *place);

/* Task t, whose t->spawned is set, is started with these arguments: finds the frame in which it lies, its
 * owner, and the frame to which they point, its lender, which is held from now on. Aborts if t, or what an
 * argument points to, will be gone at once. owner_task_done: t needs them no more. */
void owner_task_starts(struct task *t, const struct task_entry *entry, const void *args);
void owner_task_done(struct task *t);

/* Aborts, and names the running task's await: for a mistake that no caller could mend. words: "semaphore_init
 * was not called". */
#define owner_blame(words) coro_abort(NULL, words)

/* The frame is left, at this line, and something needs it: tasks in it that are done tell their watchers now;
 * if one still runs, or something is open, this aborts and names both lines. */
void owner_leave(struct coro *c, int line);

struct hold { /* something open that lies in a frame: a field of it */
	struct list link;
	struct coro *owner;
	const char *what;
	const struct site *made;
};

/* From now on, until owner_let_go, the frame in which memory lies must not be left. made: where it was
 * opened; NULL: by the await in that frame. Aborts as owner_must_last does. */
void owner_hold(struct hold *h, const void *memory, const char *what, const struct site *made);
void owner_let_go(struct hold *h);

/* Does this lie in that frame? */
static inline bool coro_has(const struct coro *c, const void *memory)
{
	return (const char *)memory >= (const char *)c && (const char *)memory < (const char *)c + c->fn->size;
}

#endif
