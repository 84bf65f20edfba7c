/* error.h - what went wrong, in words: a status tells only the kind.
 *
 *     return async_error(ASYNC_E_PAYLOAD, "no '%s'", key);        whoever notices it says why,
 *     return async_failed(async_run(async_main));                 and main passes that on to people
 *
 * The words go where the error goes: with the task in which they were said to the one that looks at its
 * result, and from the main coroutine to main. Who needs no words calls none of this. */
#ifndef CORO_ERROR_H
#define CORO_ERROR_H

#include "coro/task.h"

enum {
	ERROR_TEXT_MAX = 256, /* bytes of the words, with their NUL; what is longer is cut */
	ERRORS_KEPT = 256     /* the latest; an older one keeps its status, and loses its words */
};

/* Says why the running task (or who calls this outside of all tasks) is about to raise err; the latest
 * words count. Returns err. The words may hold anything that is fit for a terminal, and should hold no
 * secret. */
__attribute__((format(printf, 2, 3))) enum status async_error(enum status err, const char *format, ...);

/* What the running task (or, outside of all tasks, who was there or the last main coroutine) has said of
 * its latest error of that kind; status_name(err) if that is nothing. Valid until the next call of
 * async_error. */
const char *async_error_text(enum status err);

/* For the end of main: is this an error, or a cancellation? Then prints on stderr what it is, and why. */
bool async_failed(enum status outcome);

/* contextlib.suppress: ASYNC_TRY_BLOCK { … } ASYNC_FINALLY(async_suppress(&my->coro, ASYNC_TIMEOUT)); goes on behind the
 * block, if that ended with this error. An exit of one's own that swallows an error does the same: it is given &my->coro,
 * and sets `raised` to ASYNC_OK, if what stands there is no ASYNC_RETURNING (asyncio: __aexit__ returns True). */
static inline enum status async_suppress(struct coro *block, enum status err)
{
	block->raised = block->raised == err ? ASYNC_OK : block->raised;
	return ASYNC_OK;
}

/* What the files of this room share. error_follow: whatever `from` has said of the error that was its end
 * is said by `to` too; NULL: who is outside of all tasks. error_repeat: the same by number, since that task's
 * memory may have gone. error_forget: a new run begins, whose tasks have the same numbers. */
void error_follow(const struct task *from, const struct task *to);
void error_repeat(uint32_t from, enum status err, const struct task *to);

/* err, which has no words: those of an earlier one of its kind in this task are forgotten. */
enum status error_bare(enum status err);
void error_forget(void);

#endif
