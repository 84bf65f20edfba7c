/* run.h - asyncio.run: from main() into the first coroutine, and out again with nothing left behind. */
#ifndef CORO_RUN_H
#define CORO_RUN_H

#include "coro/task.h"

/* async_run(fn, arguments …), with ASYNC_ENTRY(fn, …) above it: opens the loop (unless it is open already:
 * with the virtual clock, say), runs fn as a task until it is done, cancels every task that is left and lets
 * its cleanup finish, then closes the loop if it opened it. Returns fn's outcome.
 *
 * What that cleanup creates runs while it lasts, and may be awaited by it. When it is over, a task of that
 * kind that is ready has six turns more, as in asyncio; one that waits is cancelled too, and reported.
 * (asyncio destroys it pending. Here others would be left with pointers to it.) A hundred such rounds are the
 * most: then this aborts, and also if cancelled tasks wait for what can no longer happen.
 *
 * SIGINT and SIGTERM cancel the main task, so that it ends through its exits, usually with ASYNC_CANCELLED;
 * the same one a second time ends the process. One that was ignored stays so, and afterwards all is handled
 * as it was before. If every task waits and nothing can happen any more, the await tree is printed on stderr
 * and the result is ASYNC_E_STUCK. A loop that cannot be opened: a message, and ASYNC_E_SYSTEM.
 *
 * Not from inside a coroutine: that aborts. What these headers declare belongs to the thread that called
 * this, or opened the loop: no other may call any of it.
 *
 * What was forgotten is reported on stderr with the line that made it: a task that still runs, or has never
 * run, when fn returns without an error; an error that was never looked at; a session or a response not
 * closed, an fd left (coro/watch/ledger.h). */
#define async_run(...)    CORO_RUN(CORO_FIRST(__VA_ARGS__, ), __VA_ARGS__)
#define CORO_RUN(fn, ...) CORO_RUN_(fn, __VA_ARGS__)
#define CORO_RUN_(fn_, ...)                                                                                  \
	async_run_entry(&fn_##_entry, &(const struct fn_##_args){__VA_ARGS__}, #fn_,                         \
		&(const struct site){__FILE__, __func__, #fn_, __LINE__})
enum status async_run_entry(
	const struct task_entry *entry, const void *args, const char *name, const struct site *site);

/* The signal that cancelled the last run, or 0. */
int run_interrupted(void);

#endif
