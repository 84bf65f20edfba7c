/* segments.h - a record as stretches of time: what the loop and each worker did from one event to
 * another. The timeline is drawn from these. */
#ifndef DEMO_VIEW_SEGMENTS_H
#define DEMO_VIEW_SEGMENTS_H

#include "demo/view/events.h"

enum segment_state {
	SEGMENT_RUNNING, /* the loop: it runs code of its own */
	SEGMENT_READY,
	SEGMENT_WAITING, /* for what its first event says; the loop: for the kernel */
	SEGMENT_LENT     /* the loop only: the worker of the first event has its thread */
};

struct segment {
	size_t begin, end; /* indices in events */
	int worker;        /* index in workers, or EVENTS_SUPERVISOR */
	enum segment_state state;
	bool open; /* it lasts to the end of the record; `end` is the last event */
};

struct segments {
	struct segment *list; /* in the order in which they begin */
	size_t count;
};

/* A worker's segments never overlap; the loop's leave no gap either. At no event is more than one segment
 * RUNNING, whatever the record says: if a worker is resumed while another one runs, that one's segment
 * ends. False: out of memory; there is nothing to free. */
bool segments_make(struct segments *self, const struct events *run);

void segments_free(struct segments *self);

#endif
