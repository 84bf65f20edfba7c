/* scene.c - plays a record up to a moment and notes what everybody did.
 *
 * An event says only what changed. So a stage is painted, and its time counted, when it ends: at the next
 * event of the same worker, or at the moment that is asked for. */
#include "demo/restaurant/scene.h"

#include <stdlib.h>
#include <string.h>

struct cell *scene_lane(const struct scene *self, int worker)
{
	return self->lanes + (size_t)worker * (size_t)self->columns;
}

/* Paints the lane with the stage it was in from `from` to `to`. Of several that share a column the one that
 * lasted longest in it is seen; what took no time is not. */
static void paint(struct scene *self, int lane, enum stage stage, int64_t from, int64_t to, int64_t step)
{
	struct cell *cells = scene_lane(self, lane);

	for (int64_t column = from / step; column * step < to && column < self->columns; column++) {
		int64_t begin = column * step, end = begin + step;
		int64_t took = (to < end ? to : end) - (from > begin ? from : begin);

		if (took > cells[column].took)
			cells[column] = (struct cell){took, stage};
	}
}

/* A guest's end begins in the first column that belongs to it alone, and lasts. */
static void paint_end(struct scene *self, int lane, enum stage stage, int64_t from, int64_t step)
{
	struct cell *cells = scene_lane(self, lane);

	for (int64_t column = (from + step - 1) / step; column < self->columns; column++)
		cells[column] = (struct cell){step, stage};
}

/* A worker was in one stage from `from` until now. */
static void end_stage(struct scene *self, int worker, int64_t now, int64_t step)
{
	const struct person *p = &self->people[worker];
	int64_t took = now - p->since;

	if (p->stage < STAGE_EATS)
		paint(self, worker, p->stage, p->since, now, step);
	else
		paint_end(self, worker, p->stage, p->since, step);
	if (p->stage != STAGE_WAITER)
		return;
	paint(self, self->run->nworkers, STAGE_WAITER, p->since, now, step);
	self->busy += took;
	if (took > self->longest) {
		self->longest = took;
		self->longest_of = worker;
	}
}

/* Wake and cancel change nothing by themselves: a ready follows if they do. One who is ready for the first
 * time still stands in the queue. */
static enum stage stage_after(const struct record_event *e, enum stage before)
{
	switch (e->kind) {
	case EVENT_READY:
		return before == STAGE_QUEUE ? STAGE_QUEUE : STAGE_READY;
	case EVENT_RESUME:
		return STAGE_WAITER;
	case EVENT_SUSPEND:
		return strcmp(e->text, "a permit") == 0 ? STAGE_CHEF : STAGE_COOKS;
	case EVENT_DONE:
		return strcmp(e->text, "ok") == 0 ? STAGE_EATS : STAGE_GONE;
	default:
		return before;
	}
}

static void play(struct scene *self, const struct record_event *e, int64_t step)
{
	struct person *p = &self->people[e->worker];
	enum stage stage = stage_after(e, p->stage);

	if (stage == p->stage)
		return;
	end_stage(self, e->worker, e->t, step);
	*p = (struct person){stage, e->t};
	if (stage == STAGE_WAITER)
		self->running = e->worker;
	else if (self->running == e->worker)
		self->running = EVENTS_SUPERVISOR;
	if (stage < STAGE_EATS || !scene_is_guest(self, e->worker))
		return;
	self->wait = e->t; /* all came when the restaurant opened, and this is the last so far */
	if (stage == STAGE_EATS)
		self->last_meal = e->t;
}

bool scene_open(struct scene *self, const struct events *run, int64_t t, int64_t step)
{
	size_t lanes = (size_t)run->nworkers + 1;

	*self = (struct scene){.run = run,
		.t = t,
		.columns = (int)(t / step) + 2, /* the last one, and room for an end behind it */
		.running = EVENTS_SUPERVISOR,
		.longest_of = EVENTS_SUPERVISOR};
	self->people = calloc(lanes, sizeof *self->people);
	self->lanes = calloc(lanes * (size_t)self->columns, sizeof *self->lanes);
	if (!self->people || !self->lanes) {
		scene_close(self);
		return false;
	}
	for (size_t i = 0; i < run->count && run->events[i].t <= t; i++)
		if (run->events[i].worker != EVENTS_SUPERVISOR)
			play(self, &run->events[i], step);
	for (int i = 0; i < run->nworkers; i++) /* what still lasts */
		end_stage(self, i, t, step);
	return true;
}

void scene_close(struct scene *self)
{
	free(self->people);
	free(self->lanes);
	*self = (struct scene){0};
}

bool scene_is_guest(const struct scene *self, int worker)
{
	return self->run->workers[worker].by == 0;
}

int64_t scene_next(const struct events *run, int64_t t)
{
	for (size_t i = 0; i < run->count; i++)
		if (run->events[i].t > t)
			return run->events[i].t;
	return events_end(run);
}
