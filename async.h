/* async.h - one include for a program of one's own: what Python's `import asyncio`, `aiohttp`, `requests`
 * and `time` are to the article. See notes/library.md; how it is built is said there, too. */
#ifndef ASYNC_H
/* loop.h then keeps its global to itself: a variable of yours, local or static, may be called `loop`. */
#define ASYNC_H

#define ASYNC_VERSION "0.1.0" /* CHANGES.md says what may change with it */

#include "coro/coro.h"         /* async, ASYNC(…), AWAIT, ASYNC_WITH: functions that can pause */
#include "coro/error.h"        /* async_failed: was that an error, and why */
#include "coro/many/barrier.h" /* Barrier */
#include "coro/many/gather.h"  /* task_set_start, as_completed, gather, wait: many tasks at once */
#include "coro/many/group.h"   /* TaskGroup: tasks that live and die together */
#include "coro/many/locks.h"   /* Semaphore, Lock, Event, Condition */
#include "coro/many/queue.h"   /* Queue */
#include "coro/many/thread.h"  /* to_thread: a function that blocks */
#include "coro/run.h"          /* async_run: from main into the first coroutine, and out again */
#include "coro/sleep.h"        /* sleep_for */
#include "coro/task.h"         /* ASYNC_ENTRY, task_start, task_await, task_cancel: one task */
#include "coro/timeout.h"      /* timeout, wait_for */

#include "coro/net/server.h"  /* start_server: a task for each client */
#include "coro/net/streams.h" /* open_connection, conn_read_line, conn_write, conn_drain: asyncio's streams */

#include "http/parse/json.h" /* what response.json() gives, value by value */
#include "http/requests.h"   /* requests.get: the synchronous program's */
#include "http/retry.h"      /* session.get again, if the trouble may pass */
#include "http/session.h"    /* ClientSession, session.get, response.json */
#include "http/values.h"     /* f"…{name}" in a URL, params=, and data['gender'] */

#include "loop/clock.h" /* time.time, and what a second is in nanoseconds: NS_PER_S */

#include <stdio.h> /* print */

#endif
