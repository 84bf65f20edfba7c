/* coro.h - stackless coroutines: functions that can pause while they wait.
 *
 * C forgets a function's variables when it returns, so what must survive a pause lives in a struct, the
 * FRAME, and a `switch` jumps back to the line of the await at which the function paused:
 *
 *     struct fetch {                          async fetch(struct fetch *self)
 *             struct coro coro;               {
 *             struct sleep nap;                       ASYNC_BEGIN(self);
 *     };                                              AWAIT(sleep_for(&self->nap, NS_PER_S));
 *                                                     ASYNC_END;
 *                                             }
 *
 * A pausing function returns ASYNC_PENDING through all its callers, down to the loop. To go on, the loop
 * calls the outermost function again, and each one calls the child it stands at: so a debugger's `bt`
 * shows the chain of awaits.
 *
 * House rules, each caught by a compiler or by an abort that names the line:
 *   - one AWAIT a line; none inside a `switch` of your own (put that switch into a function);
 *   - a local variable does not live across an AWAIT: what must is a field of the frame;
 *   - the arguments in an AWAIT are evaluated again at each resume: they give the same values then, and do
 *     nothing else;
 *   - a frame starts zeroed, but for the arguments a task finds in it; a child's frame lies in its parent's;
 *   - a block opened by ASYNC_WITH is left through ASYNC_EXIT, ASYNC_RETURN or an error, not by return, goto
 *     or break. */
#ifndef CORO_CORO_H
#define CORO_CORO_H

#include <stdbool.h>
#include <stddef.h>

enum status {
	ASYNC_OK,        /* done, and well */
	ASYNC_PENDING,   /* not done: call again when woken */
	ASYNC_CANCELLED, /* asyncio.CancelledError */
	ASYNC_TIMEOUT,   /* TimeoutError */
	ASYNC_E_INVALID, /* the request makes no sense: a bad URL (aiohttp.InvalidURL) */
	ASYNC_E_CONNECT, /* no connection: name, route, refusal, TLS, certificate (ClientConnectorError) */
	ASYNC_E_DISCONNECTED, /* the peer went away in mid-talk (ServerDisconnectedError) */
	ASYNC_E_STATUS,       /* the server answered with a status >= 400 (ClientResponseError) */
	ASYNC_E_PAYLOAD, /* the answer is damaged, or not what was agreed (ClientPayloadError, ContentTypeError) */
	ASYNC_E_SYSTEM, /* the machine refused: no more files, threads, memory */
	ASYNC_E_CLOSED, /* what was asked takes nothing more (asyncio.QueueShutDown) */
	ASYNC_E_STUCK,  /* everybody waits and nothing can happen any more */
	ASYNC_RETURNING /* internal: ASYNC_RETURN on its way through the exits */
};

/* For messages: "timeout", "cancelled" … */
const char *status_name(enum status status);

/* The type of every coroutine. A call whose result is dropped is a forgotten await: a warning, as in
 * Python. */
#define async __attribute__((warn_unused_result)) enum status

struct site { /* a place in the source, static: one for each await */
	const char *file, *func, *what;
	int line;
};

struct coro {                  /* the head of every frame */
	const struct site *at; /* the await it stands at: both where to go on and what to tell a debugger */
	struct coro
		*parent; /* who awaits it; the chain is written when a frame is entered, never on a resume */
	unsigned size;   /* of the whole frame, in bytes */
	unsigned tasks;  /* tasks that live in this frame and are not done */
	unsigned char raised; /* the status on its way through the exits */
	unsigned char open;   /* ASYNC_WITH blocks it is in */
};

extern bool coro_starting;      /* tells a callee: this call starts you; false: it resumes you */
extern struct coro **coro_leaf; /* where the running task keeps its innermost frame */
extern const struct site coro_finished;

/* Aborts and names function and line: the coroutine cannot go on, because one of the house rules was
 * broken. */
_Noreturn void coro_lost(const char *file, int line, const char *func, const struct coro *c);

/* A coroutine returns, and tasks lie in its own frame. Those that are done tell their watchers now; if one
 * still runs this aborts and names both lines (in roll.c). */
void coro_leave_tasks(struct coro *c, const char *file, int line, const char *func);

/* First step: links the frame to its parent. Last step: unlinks it and gives its outcome. */
void coro_enter(struct coro *c, size_t size, const char *file, int line, const char *func);
enum status coro_leave(struct coro *c, const char *file, int line, const char *func);

/* clang-format off: a macro reads best as it is laid out */
#define ASYNC_BEGIN(self)                                                                                    \
	struct coro *const coro_ = &(self)->coro;                                                            \
	switch (coro_starting ? 0 : coro_->at ? coro_->at->line : -1) {                                      \
	default: /* no such line: resumed when finished, or awaited inside a user's switch */                \
		coro_lost(__FILE__, __LINE__, __func__, coro_);                                              \
	case 0:                                                                                              \
		coro_enter(coro_, sizeof *(self), __FILE__, __LINE__, __func__)

/* Nothing but a declaration stands before the label: so a breakpoint on an await's line stops at every
 * resume. */
#define AWAIT_(call, text, on_outcome)                                                                       \
	do {                                                                                                 \
		static const struct site site_ = {__FILE__, __func__, text, __LINE__};                       \
		__attribute__((fallthrough));                                                                \
	case __LINE__:                                                                                       \
		if (coro_->at != &site_) {                                                                   \
			coro_->at = &site_;                                                                  \
			coro_starting = true;                                                                \
		}                                                                                            \
		const enum status outcome_ = (call);                                                         \
		coro_starting = false;                                                                       \
		if (outcome_ == ASYNC_PENDING)                                                               \
			return ASYNC_PENDING; /* to whoever awaits us, and so down to the loop */            \
		if (*coro_leaf != coro_)      /* the child left by a bare return */                          \
			coro_lost(__FILE__, __LINE__, __func__, *coro_leaf);                                 \
		coro_->at = NULL;                                                                            \
		on_outcome;                                                                                  \
	} while (0)

/* await: an error of the child leaves this coroutine too, through its exits. */
#define AWAIT(call)                                                                                          \
	AWAIT_(                                                                                              \
		call, #call, if (outcome_ != ASYNC_OK) {                                                     \
			coro_->raised = outcome_;                                                            \
			goto coro_exit_;                                                                     \
		})

/* try: await; except: the outcome is stored in err and this coroutine goes on. */
#define AWAIT_CATCH(err, call) AWAIT_(call, #call, (err) = outcome_)

/* raise: leaves through the exits with err; with ASYNC_OK it is a return. */
#define ASYNC_RAISE(err)                                                                                     \
	do {                                                                                                 \
		const enum status err_ = (err);                                                              \
		coro_->raised = err_ == ASYNC_OK ? ASYNC_RETURNING : err_;                                   \
		goto coro_exit_;                                                                             \
	} while (0)

/* return: its values are fields of the frame. */
#define ASYNC_RETURN() ASYNC_RAISE(ASYNC_OK)

#define ASYNC_END                                                                                            \
	coro_exit_:                                                                                          \
	__attribute__((unused));                                                                             \
	return coro_leave(coro_, __FILE__, __LINE__, __func__);                                              \
	}

/* async with: awaits enter, runs the block, and awaits leave whatever the block did: success,
 * ASYNC_RETURN, error or cancel. If enter fails neither the block nor leave runs. An error of leave
 * replaces the block's. In leave's arguments ASYNC_RAISED is the block's outcome. `__label__` (GNU C, also
 * in clang) makes the exit of each block a label of its own, to which errors jump; the pragmas excuse it,
 * and only it, from -Wpedantic. */
#define ASYNC_WITH(enter)                                                                                    \
	AWAIT(enter);                                                                                        \
	coro_->open++;                                                                                       \
	_Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wpedantic\"")                      \
	{                                                                                                    \
		__label__ coro_exit_;                                                                        \
		_Pragma("GCC diagnostic pop")

#define ASYNC_EXIT(leave)                                                                                    \
	coro_exit_:                                                                                          \
	__attribute__((unused));                                                                             \
	AWAIT_(leave, #leave, if (outcome_ != ASYNC_OK) coro_->raised = outcome_);                           \
	coro_->open--;                                                                                       \
	}                                                                                                    \
	if (coro_->raised)                                                                                   \
	goto coro_exit_

/* clang-format on */

#define ASYNC_RAISED ((enum status)coro_->raised)

#endif
