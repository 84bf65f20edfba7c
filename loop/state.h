/* state.h - all that the loop knows, in one place. There is one loop, a global: like asyncio's "running loop"
 * it need not be passed through every call, and a debugger prints it by name, `loop`, which therefore has no
 * prefix. */
#ifndef LOOP_STATE_H
#define LOOP_STATE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct deadline { /* one entry of the heap; its keys lie in the array, so that sifting touches no timer */
	int64_t due;
	uint64_t seq; /* order of arrival, for equal deadlines */
	struct timer *timer;
};

struct timers {
	struct deadline *heap; /* heap[0] is due first; the children of i are 4i+1 … 4i+4 */
	unsigned count, room;
	uint64_t seq;       /* so many were started so far */
	int64_t fired;      /* timers_fire was last called for this time … */
	uint64_t fired_seq; /* … and for those that were started before this one */
};

struct loop {
	bool is_open;
	bool is_virtual;               /* which clock */
	int64_t now;                   /* ns: the time as this turn sees it */
	volatile int64_t clock_offset; /* ns a debugger or SIGSTOP has held the process: not counted */
	struct handle *turns;          /* what still runs in this turn */
	struct handle *ready, **last;  /* FIFO for the next one: its first, and where one more is hooked in */
	unsigned nready;               /* how many stand in both */
	struct timers timers;          /* what waits for a time */
	unsigned watched;              /* fds in the kernel's list, without the loop's own pipe */
	unsigned waiting;              /* how many wait for a real fd or a thread: they stop virtual time */
	unsigned listening;            /* how many wait for a client, perhaps for ever: they stop nothing */
	atomic_bool rung;              /* the doorbell (doorbell.h) was, and is not answered yet */
	uint64_t turn;                 /* how many times round */
	uint64_t shuffle;              /* not 0: what is ready runs in an order drawn from it */
	uint32_t workers, connections; /* numbers given so far: by creation, so that a run's record repeats */
	FILE *record;                  /* the event record, or NULL */
	int64_t record_start;          /* loop.now when the loop was opened: t 0 of a record */
	uint64_t record_seq;
};

#ifndef ASYNC_H /* in a program of one's own the name is free */
extern struct loop loop;
#endif

/* Prints "fatal: why" and aborts: for what no caller could mend. A program that is out of memory for a
 * timer is better stopped at once, with a core to look at, than led through paths nobody has ever tried. */
_Noreturn void loop_fatal(const char *why);

#endif
