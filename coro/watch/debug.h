/* debug.h - asyncio's debug mode, LOOP_DEBUG=1: names the worker that holds the supervisor up, on stderr.
 *
 * LOOP_SLOW_MS=N sets what is slow: 100 ms otherwise (asyncio, loop.slow_callback_duration). */
#ifndef CORO_WATCH_DEBUG_H
#define CORO_WATCH_DEBUG_H

#include "coro/task.h"

struct debug_mode {
	bool on;
	int64_t slow;            /* ns */
	FILE *out;               /* NULL: stderr */
	int64_t began;           /* the step that runs: when … */
	const struct site *from; /* … and from where */
	uint64_t starved; /* the turn in which somebody was reported to have waited: once each is enough */
};

extern struct debug_mode debug_mode;

/* Reads the environment. */
void debug_open(void);

/* Around each step, if debug_mode.on. Reported are: a step longer than debug_mode.slow, with both of its
 * ends; a worker ready for longer than that, counted from the turn in which it became ready; tasks that wait
 * for each other in a ring; and a worker that waits for another when no other is left that could go on. */
void debug_step_begins(struct task *t);
void debug_step_ended(struct task *t);

/* At the end of async_run, debug_mode.on or not: t is left over. Reported if it has never run. */
void debug_left(const struct task *t);

#endif
