/* events.h - an event record (loop/watch/record.h, coro/watch/trace.h) read back into memory, for all that draws from it.
 *
 *     struct events run;
 *     if (!events_read(&run, file, "run.jsonl"))
 *             fprintf(stderr, "%s\n", run.error);
 *
 * Events and fields it does not know are passed over, so a later record can still be read. */
#ifndef DEMO_VIEW_EVENTS_H
#define DEMO_VIEW_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum event_kind {
	EVENT_SPAWN,      /* worker was created by `by` */
	EVENT_READY,      /* it stands in the ready queue */
	EVENT_RESUME,     /* it runs; the first time, it starts */
	EVENT_SUSPEND,    /* it waits: text is what for, at is where */
	EVENT_WAKE,       /* what it waited for has happened, through `by` */
	EVENT_CANCEL,     /* `by` requested that it be cancelled */
	EVENT_DONE,       /* text is its status: "ok", "timeout" … */
	EVENT_ORDERED,    /* its order has been heard: what it does from here on is the dish (demo/restaurant) */
	EVENT_POLL_BEGIN, /* the supervisor sleeps: number is ns, -1 for ever, 0 for a mere look */
	EVENT_POLL_END    /* number: how many fds had news */
};

enum { EVENTS_SUPERVISOR = -1 }; /* as a worker: nobody in particular */

struct record_event {
	int64_t t; /* ns since the loop was opened; never less than the event's before */
	int64_t number;
	const char *text, *at; /* never NULL; "" where the kind has none */
	int worker, by;        /* indices in workers, or EVENTS_SUPERVISOR */
	enum event_kind kind;
};

struct worker {
	const char *name, *coro; /* never NULL: the task's name, and the call it was created with, "guest" */
	const char *file, *func; /* where it was created … */
	int line;
	int by;      /* … and by whom: an index, or EVENTS_SUPERVISOR */
	uint32_t id; /* its number, as in the record: by creation, from 1 */
};

struct events {
	struct record_event *events;
	size_t count;
	struct worker *workers; /* in order of creation */
	int nworkers;
	bool is_virtual; /* which clock it ran on */
	char error[256];
};

/* Reads a whole record from in; path is its name, for messages. False: it is no record, or could not be read,
 * or memory ran out; then error is "path:line: why", and nothing needs to be freed. */
bool events_read(struct events *self, FILE *in, const char *path);

/* The same for a file of this name; what is wrong is said on stderr. */
bool events_load(struct events *self, const char *path);

/* Frees the arrays and all texts. Safe on a struct that is all zero. */
void events_free(struct events *self);

/* How long the wait is that an event is the begin of, "a timer, 250 ms": ns. 0: it is for something else. */
int64_t events_timer(const struct record_event *event);

/* The time of the last event; 0 if there is none. */
int64_t events_end(const struct events *self);

#endif
