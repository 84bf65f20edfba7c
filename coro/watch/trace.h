/* trace.h - what the workers do, written to the event record (loop/watch/record.h) while one is open.
 *
 *   spawn    worker, name, file, line, func, by   a task was created by worker `by` (0: the supervisor)
 *   ready    worker                               it stands in the ready queue
 *   resume   worker                               it runs
 *   suspend  worker, for, at                      it waits for something, at this chain of awaits
 *   wake     worker, by                           what it waited for has happened, through worker `by`
 *   cancel   worker, by                           a cancel was requested
 *   done     worker, status */
#ifndef CORO_WATCH_TRACE_H
#define CORO_WATCH_TRACE_H

#include "coro/task.h"

void trace_spawn(struct task *t);
void trace_ready(struct task *t, bool woken);
void trace_start(struct task *t);
void trace_resume(struct task *t);
void trace_suspend(struct task *t);
void trace_cancel(struct task *t);
void trace_done(struct task *t);

/* What t waits for, in words: "a timer, 250 ms", "task 3 soup". */
void task_describe_wait(const struct task *t, char *text, size_t room);

/* Prints every task: id, name, where it was created, state, what it waits for, and its chain of awaits with
 * file and line, innermost last; below that, those whose end it waits for. A ring of waits is named. */
void task_dump(FILE *out);

/* The table that gdb's `co ps` prints: a line for each task. Times in ms on the loop's clock, whose reading
 * is the first line; LEFT until the nearest deadline; RUN, READY and WAIT, in all, only while a record is
 * kept. */
void task_ps(FILE *out);

/* For a debugger (coro/watch/gdb_stop.py): a breakpoint for some workers and some events. It is tested here,
 * in the program, since a condition that the debugger itself tests costs 0.2 ms each time. The debugger
 * writes the filter, and stops in co_break_here, which does nothing. */
enum co_event { CO_START = 1, CO_SUSPEND = 2, CO_RESUME = 4, CO_DONE = 8 };

struct co_filter {
	unsigned events; /* of these; 0: of none */
	uint32_t id;     /* of this worker; 0: … */
	char name[64];   /* … of those with this name; "": of all */
};

extern struct co_filter co_filter;
void co_break_here(const struct task *t, enum co_event event);

#endif
