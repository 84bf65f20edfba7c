/* segments.h - a record as stretches of time: what the supervisor and each worker did from one event to
 * another. Every picture of a run is drawn from these. */
#ifndef DEMO_VIEW_SEGMENTS_H
#define DEMO_VIEW_SEGMENTS_H

#include "demo/view/events.h"

enum segment_state {
	SEGMENT_RUNNING, /* the supervisor: it works for itself */
	SEGMENT_READY,
	SEGMENT_WAITING, /* for what its first event says; the supervisor: for the kernel */
	SEGMENT_LENT     /* the supervisor only: the worker of the first event has its thread */
};

struct segment {
	size_t begin, end; /* indices in events */
	int worker;        /* index in workers, or EVENTS_SUPERVISOR */
	enum segment_state state;
	bool open; /* the record ended before it did; end is then the last event */
};

struct segments {
	struct segment *list; /* in the order of their begins */
	size_t count;
};

/* Of one worker's segments, each begins where or after the one before ends; the supervisor's leave no gap. At
 * no event is more than one RUNNING, whatever the record says: a worker that is resumed while another runs
 * ends that one's segment. False: out of memory, and nothing to free. */
bool segments_make(struct segments *self, const struct events *run);

void segments_free(struct segments *self);

#endif
