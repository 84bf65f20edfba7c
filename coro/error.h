/* error.h - what went wrong, in words: a status tells only the kind.
 *
 *     return async_error(ASYNC_E_PAYLOAD, "no '%s'", key);        what notices it says why,
 *     return async_failed(async_run(async_main));                 and main passes that on to people
 *
 *     bad payload: no 'gender'
 *       mine.c:20 predict: raised
 *       mine.c:41 async_main: await as_completed(&my->set, &my->done)
 *
 * Below the words stands the error's WAY, innermost first: where it was raised, and each await that it came
 * out of, as Python's traceback has it. Both go where the error goes: with the task in which it was raised to
 * the one that looks at its result, and from the main coroutine to main. An error that is caught is over,
 * unless the coroutine that caught it raises it again. A timeout's way begins where the block waited. A
 * cancellation has none. Success costs nothing of this. */
#ifndef CORO_ERROR_H
#define CORO_ERROR_H

#include "coro/task.h"

#include <stdio.h>

enum {
	ERROR_TEXT_MAX = 256, /* bytes of the words, with their NUL; what is longer is cut */
	ERROR_WAY_MAX = 32,   /* lines of the way, innermost first; those behind are counted */
	ERRORS_KEPT = 256     /* the latest; an older one keeps its status, and loses words and way */
};

/* Says why the caller (the running task, or a call outside of all tasks) is about to raise err. The latest
 * words count: they also replace those of an error of that kind that was caught here. Returns err.
 * The words may hold anything that is fit for a terminal, and should hold no secret. */
__attribute__((format(printf, 2, 3))) enum status async_error(enum status err, const char *format, ...);

/* What the running task has said of its latest error of that kind; status_name(err) if that is nothing.
 * Outside of all tasks: what was said there, or by the last main coroutine. Valid until the next call of
 * async_error. */
const char *async_error_text(enum status err);

/* For the end of main: is this an error, or a cancellation? Then prints on stderr what it is, why, and its
 * way. */
bool async_failed(enum status outcome);

/* contextlib.suppress: ASYNC_TRY_BLOCK { … } ASYNC_FINALLY(async_suppress(&my->coro, ASYNC_TIMEOUT)); goes on
 * behind the block, if that ended with this error. An exit of one's own that swallows an error does the same:
 * it is given &my->coro, and sets `raised` to ASYNC_OK, if what stands there is no ASYNC_RETURNING (asyncio:
 * __aexit__ returns True). */
static inline enum status async_suppress(struct coro *block, enum status err)
{
	block->raised = block->raised == err ? ASYNC_OK : block->raised;
	return ASYNC_OK;
}

/* What the files of this room share. error_take: the error that was the end of task number `from` (its memory
 * may have gone) goes on in the running task, or outside of all, as one of kind err. error_forget: a new run
 * begins, whose tasks have the same numbers. error_print: words and way of what was that task's end, if it is
 * known. */
void error_take(uint32_t from, enum status was, enum status err);
void error_forget(void);
void error_print(FILE *out, uint32_t task);

#endif
