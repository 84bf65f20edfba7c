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
 * has returned, the copy, with what fn wrote into it, is copied back, and what fn returned is returned or
 * raised. arg may be a field of the frame, and must not move; a pointer inside of it leads to memory that
 * outlives the thread.
 *
 * A thread cannot be stopped. ASYNC_CANCELLED comes at once, fn runs on, and its copy is freed when it ends
 * (asyncio: concurrent.futures does not stop a thread either). to_thread_drop(fn, arg, drop) is for what fn
 * acquires: drop(copy) is called in place of the copying back, on the loop's thread, or, if the loop was
 * closed meanwhile, on either.
 *
 * ASYNC_E_SYSTEM: no memory, or no thread. There is a thread for each call, where asyncio has a pool of at
 * most cpus + 4: a semaphore bounds them. async_run waits for no thread that nobody waits for; asyncio's
 * does. */
#define to_thread(fn, arg)            to_thread_drop((fn), (arg), NULL)
#define to_thread_drop(fn, arg, drop) to_thread_sized((fn), (arg), sizeof *(arg), (drop))
async to_thread_sized(enum status (*fn)(void *arg), void *arg, size_t size, void (*drop)(void *arg));

#endif
