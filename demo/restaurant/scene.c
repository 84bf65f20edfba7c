/* scene.c - plays a record up to a moment, and notes what each worker did until then.
 *
 * An event says only what has changed. So a stage is painted, and its time counted, when it ends: at the next
 * event of the same worker, or at the requested moment. */
#include "demo/restaurant/scene.h"

#include <stdlib.h>
#include <string.h>

struct cell *scene_lane(const struct scene *self, int worker)
{
	return self->lanes + (size_t)worker * (size_t)self->columns;
}

/* Paints a lane with a stage that lasted from `from` to `to`. If several stages share a column, it shows the
 * one that lasted longest in it; a stage that took no time is not shown. But taking an order, if it lasts a
 * quarter of a column or more, always gets a column: else it would disappear when columns are long. */
static void paint(struct scene *self, int lane, enum stage stage, int64_t from, int64_t to, int64_t step)
{
	struct cell *cells = scene_lane(self, lane), *most = NULL;
	int64_t most_took = 0;

	for (int64_t column = from / step; column * step < to && column < self->columns; column++) {
		int64_t begin = column * step, end = begin + step;
		int64_t took = (to < end ? to : end) - (from > begin ? from : begin);

		if (took > cells[column].took)
			cells[column] = (struct cell){took, stage};
		if (!most || took > most_took) {
			most = &cells[column];
			most_took = took;
		}
	}
	if (most && stage == STAGE_WAITER && to - from >= step / 4)
		*most = (struct cell){step, stage};
}

/* Ends the worker's present stage: paints it, and counts its time. */
static void end_stage(struct scene *self, int worker, int64_t now, int64_t step)
{
	const struct person *p = &self->people[worker];
	int64_t took = now - p->since;

	if (p->stage < STAGE_EATS)
		paint(self, worker, p->stage, p->since, now, step);
	else /* a guest's end: from the first whole column after it, to the end of the lane */
		paint(self, worker, p->stage, (p->since + step - 1) / step * step, INT64_MAX, step);
	if (p->stage != STAGE_WAITER && p->stage != STAGE_STANDS)
		return;
	paint(self, self->run->nworkers, p->stage, p->since, now, step);
	self->busy += took;
	self->stood += p->stage == STAGE_STANDS ? took : 0;
	if (now - self->resumed > self->longest) {
		self->longest = now - self->resumed;
		self->longest_of = worker;
	}
}

/* The stage after an event. Wake and cancel do not change it: if they have an effect, a ready follows. A
 * guest who is ready for the first time is still in the queue. */
static enum stage stage_after(const struct record_event *e, enum stage before)
{
	switch (e->kind) {
	case EVENT_READY:
		return before == STAGE_QUEUE ? STAGE_QUEUE : before <= STAGE_CALLED ? STAGE_CALLED : STAGE_READY;
	case EVENT_RESUME:
		return STAGE_WAITER;
	case EVENT_SUSPEND:
		return strcmp(e->text, "a permit") == 0 ? STAGE_CHEF : STAGE_COOKS;
	case EVENT_ORDERED:
		return STAGE_STANDS;
	case EVENT_DONE:
		return strcmp(e->text, "ok") == 0 ? STAGE_EATS : STAGE_GONE;
	default:
		return before;
	}
}

/* When the dish that this event begins will be done. If the waiter stands and waits for it, only the record
 * tells: it is done at the worker's next event. */
static int64_t done_at(const struct events *run, const struct record_event *e)
{
	const struct record_event *next = e + 1, *end = run->events + run->count;

	if (e->kind != EVENT_ORDERED)
		return e->t + events_timer(e);
	while (next < end && next->worker != e->worker)
		next++;
	return next < end ? next->t : e->t;
}

static void play(struct scene *self, const struct record_event *e, int64_t step)
{
	struct person *p = &self->people[e->worker];
	enum stage stage = stage_after(e, p->stage);

	if (stage == p->stage)
		return;
	end_stage(self, e->worker, e->t, step);
	*p = (struct person){stage, e->t, stage == STAGE_READY ? p->until : done_at(self->run, e)};
	if (stage == STAGE_WAITER) {
		self->running = e->worker;
		self->resumed = e->t;
	} else if (self->running == e->worker && stage != STAGE_STANDS) {
		self->running = EVENTS_SUPERVISOR;
	}
	if (stage < STAGE_EATS || !scene_is_guest(self, e->worker))
		return;
	self->wait = e->t; /* all guests came at time 0, and this one ends last so far */
	if (stage == STAGE_EATS)
		self->last_meal = e->t;
}

bool scene_open(struct scene *self, const struct events *run, int64_t t, int64_t step)
{
	size_t count = 0;

	while (count < run->count && run->events[count].t <= t)
		count++;
	return scene_open_at(self, run, count, t, step);
}

bool scene_open_at(struct scene *self, const struct events *run, size_t count, int64_t t, int64_t step)
{
	size_t lanes = (size_t)run->nworkers + 1;

	*self = (struct scene){.run = run,
		.t = t,
		.columns = (int)(t / step) + 2, /* the last column, and one for an end after it */
		.running = EVENTS_SUPERVISOR,
		.longest_of = EVENTS_SUPERVISOR};
	self->people = calloc(lanes, sizeof *self->people);
	self->lanes = calloc(lanes * (size_t)self->columns, sizeof *self->lanes);
	if (!self->people || !self->lanes) {
		scene_close(self);
		return false;
	}
	for (size_t i = 0; i < count; i++)
		if (run->events[i].worker != EVENTS_SUPERVISOR)
			play(self, &run->events[i], step);
	for (int i = 0; i < run->nworkers; i++) /* stages that still last */
		end_stage(self, i, t, step);
	return true;
}

void scene_close(struct scene *self)
{
	free(self->people);
	free(self->lanes);
	self->people = NULL;
	self->lanes = NULL;
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
