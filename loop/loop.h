/* loop.h - the event loop: one thread that runs what is ready, and sleeps while everything waits.
 *
 * It runs callbacks and knows no coroutine. */
#ifndef LOOP_LOOP_H
#define LOOP_LOOP_H

#include "loop/backend.h"
#include "loop/clock.h"
#include "loop/list.h"
#include "loop/ready.h"
#include "loop/state.h"
#include "loop/timer.h"

#include <stdbool.h>

enum loop_clock { LOOP_REAL, LOOP_VIRTUAL };

/* Opens the loop: backend, the pipe through which signals and helper threads knock, SIGCONT. 0 or -errno. */
int loop_open(enum loop_clock clock);

/* Closes it and frees what it owns: the timers' array, the backend, the pipe. Helper threads that still
 * run are left to finish alone. Safe on a loop that is closed. */
void loop_close(void);

/* Watches w->fd; see backend_add. The watch starts with no bits set: what is ready already is told by the
 * next wait. Returns 0 or -errno (EBADF: it is not open; EPERM: a regular file, which is always ready and
 * needs no watching). */
int loop_watch(struct watch *w);
void loop_unwatch(struct watch *w);

/* One turn: sleep until something happens, wake the tasks that waited for it, run the tasks that are ready
 * then, and wake those whose deadline has come. Ready tasks come before deadlines, so that no timeout strikes
 * a task only because others worked for long (asyncio, BaseEventLoop._run_once). Returns false, without a
 * turn, if nothing can ever happen: no task is ready, no deadline is set, and nothing is awaited from
 * outside. */
bool loop_run_once(void);

#endif
