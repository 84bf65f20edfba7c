/* watcher.h - who listens to what the loop and its tasks do: one table of functions, or nobody.
 *
 * The core knows no record, no debugger and no ledger. It tells what happens through this table, and a
 * listener fills it (coro/watch/watch.c does). An event to which nobody listens costs the test of its
 * pointer: so who wants to hear of each step stands here only while it is asked to. */
#ifndef LOOP_WATCHER_H
#define LOOP_WATCHER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct task;
struct site;

extern struct watcher { /* each is NULL if nobody listens */
	/* the loop */
	void (*turn)(void);                /* if loop.shuffle is set: loop.turns has what runs in this turn */
	void (*poll_begin)(int64_t sleep); /* it sleeps for so many ns at most; -1: for ever, 0: only looks */
	void (*poll_end)(int events);
	/* a task */
	void (*spawn)(struct task *);
	void (*ready)(struct task *, bool woken); /* woken: its wait is over; else it was cancelled */
	void (*start)(struct task *); /* it runs for the first time … */
	void (*resume)(struct task *);
	void (*suspend)(struct task *);
	void (*cancel)(struct task *);
	void (*done)(struct task *);
	void (*looked_at)(struct task *); /* somebody takes its result */
	void (*lost)(int error, const struct site *made); /* another outcome is raised in its place */
	void (*step_begin)(struct task *); /* both or none */
	void (*step_end)(struct task *);
	/* what must be closed again: "session not closed", and who opened it */
	void (*opened)(const char *what, const struct site *made);
	void (*closed)(const char *what, const struct site *made);
	/* async_run */
	void (*run_begin)(void);
	void (*stuck)(FILE *);                  /* every task waits for what cannot happen: print them */
	void (*left)(struct task *, bool well); /* cancelled, since main has returned (well: no error) */
	void (*late)(struct task *);            /* cancelled, since it was created by others' cleanup */
	void (*run_end)(bool interrupted);
} loop_watcher;

/* WATCH(ready, (t)): tells it. */
#define WATCH(event, arguments)                                                                              \
	do {                                                                                                 \
		if (loop_watcher.event)                                                                      \
			loop_watcher.event arguments;                                                        \
	} while (0)

#endif
