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
	unsigned held;            /* how many tasks and open things still need the frame (owner.h) */
	unsigned char raised;     /* the status with which it leaves its blocks, while their exits run */
	unsigned char open;       /* the number of ASYNC_WITH blocks it is in */
	unsigned short error;     /* the number of the first error it has said or caught (error.c), or 0 */
};

struct task;
extern struct task *task_running; /* the one task that runs (task.h); NULL: only the event loop runs */
extern const struct site *task_from; /* the outermost await from which it was resumed, or where it was started */

/* Where the frame of a coroutine that is called now hangs: at its caller's field `child`, or at the task's
 * root. If its frame hangs there already, the call resumes the coroutine; else the call starts it. */
extern struct coro **coro_next;
extern bool coro_resuming; /* the outermost coroutine was called again; the innermost is not reached yet */
/* coro_next points here while no coroutine may start: no task runs, or the running task has paused. */
extern struct coro *coro_nowhere;

/* Makes a zeroed frame for the coroutine that is called now, on the running task's own stack (stack.c), and
 * hangs it up at coro_next. Aborts where no coroutine may start: outside of any task, without AWAIT, or while
 * another one hangs there. */
struct coro *coro_push(const struct coro_fn *fn);
_Noreturn void coro_cannot_start(const struct coro_fn *fn);

/* The last step of a coroutine: takes its frame away from *hook, and returns its outcome (stack.c). If the
 * frame is held, its tasks that are done tell their watchers now. If one still runs, or something in the
 * frame is open, it aborts, and names the line of that and the line where the coroutine returns. */
enum status coro_leave(struct coro *c, struct coro **hook, int line);

/* Notes where an error comes from and where it goes (error.c), and returns err. It comes out of the await at
 * this site; or it is raised there, if `what` of the site is NULL. It goes to the frame that hangs at `to`;
 * NULL: it is caught in c. Success does not call this. */
__attribute__((cold)) enum status coro_raise(
	struct coro *c, struct coro **to, const struct site *at, enum status err);

/* For a mistake that no caller could mend: prints the place (NULL: where the running task stands), what is
 * wrong (format and arguments as for printf), and the task's awaits; and aborts. coro_lost: a rule was broken
 * (coro.h), so the coroutine cannot go on. */
__attribute__((format(printf, 2, 3))) _Noreturn void coro_abort(
	const struct site *at, const char *format, ...);
_Noreturn void coro_lost(const char *file, int line, const char *func, const struct coro *c);

#endif
