/* watch.h - all watchers in one: the event record, asyncio's debug mode, the ledger of what was forgotten,
 * the answer to Ctrl-\, another order of the ready (loop/watch/shuffle.c). */
#ifndef CORO_WATCH_WATCH_H
#define CORO_WATCH_WATCH_H

/* LOOP_RECORD=FILE in the environment: each async_run writes the event record (loop/watch/record.h) of its
 * run to FILE, unless one is open already; FILE is then that of the last run. What goes wrong is said on
 * stderr. */

/* They listen from now on: to what is forgotten, always; to each step of a task only if a record, the debug
 * mode or a debugger's breakpoint (trace.h) asks for it by now. async_run calls it: that call left out, a
 * program links without them. */
void watch_open(void);

#endif
