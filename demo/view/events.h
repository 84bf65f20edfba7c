/* events.h - reads an event record (loop/watch/record.h, coro/watch/trace.h) into memory, for the programs
 * that show it.
 *
 *     struct events run;
 *     if (!events_read(&run, file, "run.jsonl"))
 *             fprintf(stderr, "%s\n", run.error);
 *
 * Unknown events and fields are skipped, so records of later versions can still be read. */
#ifndef DEMO_VIEW_EVENTS_H
#define DEMO_VIEW_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum event_kind {
	EVENT_SPAWN,      /* worker was created by `by` */
	EVENT_READY,      /* it joins the ready queue */
	EVENT_RESUME,     /* it runs; the first time, it starts */
	EVENT_SUSPEND,    /* it waits: text says for what, at says where */
	EVENT_WAKE,       /* what it waited for has happened, through `by` */
	EVENT_CANCEL,     /* `by` has requested its cancellation */
	EVENT_DONE,       /* text is its status: "ok", "timeout" … */
	EVENT_ORDERED,    /* its order has been taken: what follows is the dish (demo/restaurant) */
	EVENT_POLL_BEGIN, /* the loop sleeps: number is ns; -1: without a bound; 0: it only looks */
	EVENT_POLL_END    /* number: how many fds had an event */
};

enum { EVENTS_SUPERVISOR = -1 }; /* in place of a worker's index: the event loop itself */

struct record_event {
	int64_t t; /* ns since the loop was opened; never decreases */
	int64_t number;
	const char *text, *at; /* never NULL; "" where the kind has none */
	int worker, by;        /* indices in workers, or EVENTS_SUPERVISOR */
	enum event_kind kind;
};

struct worker {
	const char *name, *coro; /* never NULL: the task's name, and its coroutine's, "guest" */
	const char *file, *func; /* where it was created … */
	int line;
	int by;      /* … and by which worker: an index, or EVENTS_SUPERVISOR */
	uint32_t id; /* its number in the record: in the order of creation, from 1 */
};

struct events {
	struct record_event *events;
	size_t count;
	struct worker *workers; /* in order of creation */
	int nworkers;
	bool is_virtual; /* it ran on the virtual clock */
	char error[256];
};

/* Reads a whole record from in; path is its name, for messages. False: it is not a record, or cannot be read,
 * or memory ran out; then `error` is "path:line: why", and there is nothing to free. */
bool events_read(struct events *self, FILE *in, const char *path);

/* The same for the file `path`; an error is explained on stderr. */
bool events_load(struct events *self, const char *path);

/* Frees the arrays and all texts. A struct that is all zero is allowed. */
void events_free(struct events *self);

/* The ns of the wait that this event begins, if its text is as "a timer, 250.000 ms"; 0: another wait. */
int64_t events_timer(const struct record_event *event);

/* The time of the last event; 0 if there is none. */
int64_t events_end(const struct events *self);

#endif
