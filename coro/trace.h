/* trace.h - what the workers do, written to the event record (loop/record.h) while one is open.
 *
 *   spawn    worker, name, file, line, func, by   a task was created by worker `by` (0: the supervisor)
 *   ready    worker                               it stands in the ready queue
 *   resume   worker                               it runs
 *   suspend  worker, for, at                      it waits for something, at this chain of awaits
 *   wake     worker, by                           what it waited for has happened, through worker `by`
 *   cancel   worker, by                           a cancel was requested
 *   done     worker, status */
#ifndef CORO_TRACE_H
#define CORO_TRACE_H

#include "coro/task.h"

void trace_spawn(const struct task *t);
void trace_ready(const struct task *t);
void trace_resume(const struct task *t);
void trace_wake(const struct task *t);
void trace_cancel(const struct task *t);
void trace_done(const struct task *t);

/* What t waits for, in words: "a timer, 250 ms", "task 3 soup". */
void task_describe_wait(const struct task *t, char *text, size_t room);

/* Prints every task: id, name, state, what it waits for, and its chain of awaits with file and line,
 * innermost last. */
void task_dump(FILE *out);

#endif
