/* frame.h - what lies behind the notation of coro.h: the frame of a coroutine, its places in the source, and
 * how it begins and ends. */
#ifndef CORO_FRAME_H
#define CORO_FRAME_H

#include "coro/status.h"

#include <stdbool.h>
#include <stddef.h>

enum { CORO_ALIGN = 16 };
#define CORO_ROUND(size) (((size) + CORO_ALIGN - 1) / CORO_ALIGN * CORO_ALIGN)

struct coro_fn { /* a coroutine in the source, static: one for each */
	const char *file, *func;
	int line;
	unsigned size; /* of its frame, in bytes */
};

struct site { /* a place in the source, static: one for each await */
	const char *file, *func, *what;
	int line;
};

struct coro {                     /* the head of every frame */
	const struct coro_fn *fn; /* whose frame it is */
	const struct site *at;    /* the await it stands at: where to go on, and what a debugger shows */
	struct coro *child;       /* the frame of the coroutine that it awaits */
	unsigned held;            /* by how many it is needed: tasks, and what is open in it (owner.h) */
	unsigned char raised;     /* the status on its way through the exits */
	unsigned char open;       /* ASYNC_WITH blocks it is in */
	unsigned short error;     /* the number of the first of those it has said or caught (error.c), or 0 */
};

struct task;
extern struct task *task_running; /* the one worker that runs (task.h), or NULL: then the supervisor does */

/* Where the frame of a coroutine that is called now is hooked in: the field `child` of the one that calls it,
 * or the task's root. A frame that hangs there already is resumed; else the call starts the coroutine. */
extern struct coro **coro_next;
extern bool coro_resuming; /* the outermost coroutine was called again; the innermost is not reached yet */
/* Where coro_next points while no coroutine may start: no task runs, or the running one has paused. */
extern struct coro *coro_nowhere;

/* Makes a frame for the coroutine that is called now, on the running task's own stack: zeroed, and hooked in
 * (stack.c). Aborts where no coroutine may start: outside of any task, without AWAIT, or in the place of
 * another one. */
struct coro *coro_push(const struct coro_fn *fn);
_Noreturn void coro_cannot_start(const struct coro_fn *fn);

/* The last step of a coroutine: unhooks its frame from *hook, and gives its outcome (owner.c). If the frame
 * is held, tasks in it that are done tell their watchers now; if one still runs, or something is open, this
 * aborts and names both lines. */
enum status coro_leave(struct coro *c, struct coro **hook, int line);

/* An error is raised at this site (whose `what` is NULL), or comes out of the await there, and goes on to the
 * frame that hangs at `to`; NULL: it is caught in c. Notes that (error.c), and returns err. Success calls
 * none of this. */
__attribute__((cold)) enum status coro_raise(
	struct coro *c, struct coro **to, const struct site *at, enum status err);

/* For a mistake that no caller could mend: says what it is, in printf's way, behind this place, and where the
 * running task stands; and aborts. NULL: the place where that task asked. coro_lost: the coroutine cannot go
 * on, because a house rule was broken. */
__attribute__((format(printf, 2, 3))) _Noreturn void coro_abort(
	const struct site *at, const char *format, ...);
_Noreturn void coro_lost(const char *file, int line, const char *func, const struct coro *c);

#endif
