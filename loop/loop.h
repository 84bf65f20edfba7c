/* loop.h - the supervisor: one thread that runs whoever is ready, and sleeps while everybody waits.
 *
 * It runs callbacks and knows no coroutine. There is one loop, a global: like asyncio's "running loop" it
 * need not be passed through every call, and a debugger prints it by name. */
#ifndef LOOP_LOOP_H
#define LOOP_LOOP_H

#include "loop/backend.h"
#include "loop/clock.h"
#include "loop/timer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct handle { /* an entry of the ready queue, a field of its user's struct */
	struct handle *next;
	void (*run)(struct handle *);
};

enum loop_clock { LOOP_REAL, LOOP_VIRTUAL };

struct loop {
	bool is_open;
	bool is_virtual;               /* which clock */
	int64_t now;                   /* ns: the time as this turn sees it */
	volatile int64_t clock_offset; /* ns a debugger or SIGSTOP has held the process: not counted */
	struct handle *turns;          /* those who still run in this turn */
	struct handle *ready, **last;  /* FIFO for the next one: its first, and where one more is hooked in */
	unsigned nready;               /* how many stand in both */
	struct timers timers;          /* who waits for a time */
	int backend;                   /* the kernel's list of fds */
	unsigned watched;              /* fds in it, without the loop's own pipe */
	unsigned waiting;              /* waits for a real fd or a helper thread: they stop virtual time */
	unsigned listening;            /* waits for a new client: they may last for ever and stop nothing */
	uint64_t turn;                 /* how many times round */
	uint64_t shuffle;              /* not 0: those who are ready run in an order drawn from it */
	uint32_t workers, connections; /* numbers given so far: by creation, so that a run's record repeats */
	FILE *record;                  /* the event record, or NULL */
	int64_t record_start;          /* loop.now when the loop was opened: t 0 of a record */
	uint64_t record_seq;
};

#ifndef ASYNC_H /* in a program of one's own the name is free */
extern struct loop loop;
#endif

/* Opens the loop: backend, the pipe through which signals and helper threads knock, SIGCONT. 0 or -errno. */
int loop_open(enum loop_clock clock);

/* Closes it and frees what it owns: the timers' array, the backend, the pipe. Helper threads that still
 * run are left to finish alone. Safe on a loop that is closed. */
void loop_close(void);

/* Queues h behind whoever is ready already. h must not be queued yet and must stay where it is until it
 * ran. */
void loop_call_soon(struct handle *h);

/* Takes h, which must be queued, out again. O(n): for what is rare. */
void loop_call_off(struct handle *h);

/* Watches w->fd; see backend_add. The watch starts with no bits set: what is ready already is told by the
 * next wait. */
int loop_watch(struct watch *w);
void loop_unwatch(struct watch *w);

/* One turn: sleep until something happens, wake those it happened to, run those who are ready then, and wake
 * those whose deadline has come: in this order, so that who is ready already is not late because others took
 * long (asyncio, BaseEventLoop._run_once). Returns false, without a turn, if nothing can ever happen: nobody
 * ready, no deadline, nobody waiting for the world. */
bool loop_run_once(void);

/* Prints "fatal: why" and aborts: for what no caller could mend. A program that is out of memory for a
 * timer is better stopped at once, with a core to look at, than led through paths nobody has ever tried. */
_Noreturn void loop_fatal(const char *why);

#define container_of(pointer, type, member) ((type *)(void *)((char *)(pointer)-offsetof(type, member)))

#endif
