/* thread.h - asyncio.to_thread: a function that blocks, on a thread of its own, while the task waits and
 * others run.
 *
 *     static enum status measure(void *arg)                on the helper thread: no coroutine, and it touches
 *     {                                                    nothing of the loop's: no task, and no async_error
 *             struct photo *photo = arg;
 *             …
 *             return ASYNC_OK;
 *     }
 *             AWAIT(to_thread(measure, &my->photo));       in a coroutine */
#ifndef CORO_MANY_THREAD_H
#define CORO_MANY_THREAD_H

#include "coro/coro.h"

/* to_thread(fn, arg): runs fn on a thread of its own, with a copy of what arg points to, and waits. When fn
 * has returned, the copy, with what fn wrote into it, is copied back to arg; and to_thread returns what fn
 * returned, or raises it. arg may be a field of the frame, and must not move. A pointer inside of it must
 * lead to memory that outlives the thread.
 *
 * A thread cannot be stopped. If the caller is cancelled, ASYNC_CANCELLED comes at once, fn runs on, and the
 * copy is freed when fn ends (asyncio: concurrent.futures does not stop a thread either). If fn acquires
 * something, use to_thread_drop(fn, arg, drop): after a cancel the copy is not copied back, but drop(copy) is
 * called. It is called on the loop's thread, or on either, if the loop was closed meanwhile.
 *
 * ASYNC_E_SYSTEM: no memory, or no thread. Each call has a thread of its own; take a semaphore to bound them
 * (asyncio has a pool of at most cpus + 4). At its end async_run does not wait for threads whose callers were
 * cancelled; asyncio.run does. */
#define to_thread(fn, arg)            to_thread_drop((fn), (arg), NULL)
#define to_thread_drop(fn, arg, drop) to_thread_sized((fn), (arg), sizeof *(arg), (drop))
async to_thread_sized(enum status (*fn)(void *arg), void *arg, size_t size, void (*drop)(void *arg));

#endif
