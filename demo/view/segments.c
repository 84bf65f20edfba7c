/* segments.c - follows the events, and notes the state of each worker and when it began. */
#include "demo/view/segments.h"

#include <stdlib.h>

struct follower {
	struct segments *out;
	const struct events *run;
	struct segment **open; /* the present segment of each worker, or NULL; the loop's stands first */
	size_t now;            /* index of the current event */
	int running;           /* the worker that has the thread, or EVENTS_SUPERVISOR */
};

static void close_segment(struct follower *self, int worker)
{
	struct segment **open = &self->open[worker + 1];

	if (*open) {
		(*open)->end = self->now;
		(*open)->open = false;
	}
	*open = NULL;
}

/* Until an event ends it, it lasts until the last event. */
static void begin_segment(struct follower *self, int worker, enum segment_state state)
{
	struct segment *segment = &self->out->list[self->out->count++];

	close_segment(self, worker);
	*segment = (struct segment){self->now, self->run->count - 1, worker, state, true};
	self->open[worker + 1] = segment;
}

/* The thread goes back to the supervisor. */
static void take_back(struct follower *self)
{
	if (self->running != EVENTS_SUPERVISOR)
		close_segment(self, self->running);
	self->running = EVENTS_SUPERVISOR;
}

/* A wake is followed by a ready; a cancelled wait ends with a ready only. A new worker is ready from the
 * start. */
static void make_ready(struct follower *self, int worker)
{
	const struct segment *segment = self->open[worker + 1];

	if (worker != self->running && (!segment || segment->state == SEGMENT_WAITING))
		begin_segment(self, worker, SEGMENT_READY);
}

static void follow(struct follower *self, const struct record_event *event)
{
	switch (event->kind) {
	case EVENT_SPAWN:
	case EVENT_READY:
	case EVENT_WAKE:
		make_ready(self, event->worker);
		break;
	case EVENT_RESUME:
		take_back(self);
		self->running = event->worker;
		begin_segment(self, event->worker, SEGMENT_RUNNING);
		begin_segment(self, EVENTS_SUPERVISOR, SEGMENT_LENT);
		break;
	case EVENT_SUSPEND:
	case EVENT_DONE:
		if (event->worker == self->running) {
			take_back(self);
			begin_segment(self, EVENTS_SUPERVISOR, SEGMENT_RUNNING);
		}
		close_segment(self, event->worker);
		if (event->kind == EVENT_SUSPEND)
			begin_segment(self, event->worker, SEGMENT_WAITING);
		break;
	case EVENT_POLL_BEGIN:
	case EVENT_POLL_END:
		take_back(self);
		begin_segment(self, EVENTS_SUPERVISOR,
			event->kind == EVENT_POLL_BEGIN ? SEGMENT_WAITING : SEGMENT_RUNNING);
		break;
	case EVENT_CANCEL:
	case EVENT_ORDERED:
		break;
	}
}

bool segments_make(struct segments *self, const struct events *run)
{
	struct follower follower = {.out = self, .run = run, .running = EVENTS_SUPERVISOR};
	bool good;

	/* An event begins at most two segments; the loop's first segment begins without an event. */
	*self = (struct segments){.list = calloc(2 * run->count + 1, sizeof *self->list)};
	follower.open = calloc((size_t)run->nworkers + 1, sizeof *follower.open);
	good = self->list && follower.open;
	if (good && run->count > 0)
		begin_segment(&follower, EVENTS_SUPERVISOR, SEGMENT_RUNNING);
	for (; good && follower.now < run->count; follower.now++)
		follow(&follower, &run->events[follower.now]);
	if (!good)
		segments_free(self);
	free(follower.open);
	return good;
}

void segments_free(struct segments *self)
{
	free(self->list);
	*self = (struct segments){0};
}
