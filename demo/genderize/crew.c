/* crew.c - a fixed number of places for requests, and the feeder task that fills them. */
#include "demo/genderize/crew.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool crew_open(struct crew *self, const struct options *options, struct report *report,
	void (*start)(struct place *))
{
	size_t limit = (size_t)options->limit, room = query_url_room(options);

	*self = (struct crew){.options = options, .report = report, .start = start};
	list_init(&self->free);
	semaphore_init(&self->slots, (unsigned)options->limit);
	options_limiter(options, &self->pace);
	self->places = calloc(limit, sizeof *self->places);
	self->urls = calloc(limit, room);
	self->asked = calloc(limit * (size_t)options->batch, sizeof *self->asked);
	if (!self->places || !self->urls || !self->asked) {
		fprintf(stderr, "%s: no memory for %zu requests at once (a lower --limit would help)\n",
			options->program, limit);
		crew_close(self);
		return false;
	}
	for (size_t i = 0; i < limit; i++) {
		struct place *p = &self->places[i];

		p->url = self->urls + i * room;
		p->asked = self->asked + i * (size_t)options->batch;
		list_append(&self->free, &p->free);
	}
	return true;
}

void crew_close(struct crew *self)
{
	free(self->places);
	free(self->urls);
	free(self->asked);
}

static struct place *take_place(struct crew *self)
{
	struct place *p = container_of(self->free.next, struct place, free);

	list_remove(&p->free);
	p->count = 0;
	return p;
}

/* Adds the name that was read to place p. An invalid name is reported by its number, because it may be too
 * long to print. */
static void add_name(struct crew *self, struct place *p)
{
	const char *name = self->names.current, *no_name = name_problem(name), *problem = no_name;
	char which[64];

	if (!problem)
		problem = self->stopped ? self->stopped : query_problem(self->options, name);
	if (!problem) {
		struct asked *asked = &p->asked[p->count++];

		*asked = (struct asked){.index = self->names.index}; /* clears the result of the place's last request */
		strcpy(asked->name, name); /* name_problem has checked its length */
		return;
	}
	snprintf(which, sizeof which, "name %ld of standard input", self->names.index + 1);
	report_failure(self->report, self->names.index, no_name ? which : name, problem);
}

static void start_place(struct crew *self, struct place *p)
{
	for (int i = 0; i < p->count && self->stopped; i++)
		report_failure(self->report, p->asked[i].index, p->asked[i].name, self->stopped);
	if (!p->count || self->stopped) {
		crew_release(self, p);
		return;
	}
	self->start(p);
	task_set_add(&self->tasks, &p->worker.member, &p->worker.task);
}

static void note_end(struct crew *self)
{
	self->report->total = self->names.index + 1;
	if (!self->names.error)
		return;
	self->report->failed++;
	report_note(self->report, "standard input", self->names.error);
}

/* for name in names: waits for a free place, fills it and starts its task. */
static async feed(struct crew *crew)
{
	ASYNC(struct place *place);
	names_open(&crew->names, crew->options);
	ASYNC_WITH(shared_watch(&crew->names.io, crew->names.given ? -1 : STDIN_FILENO)) {
		crew->report->total = crew->names.total;
		while (!crew->names.ended) {
			AWAIT(semaphore_acquire(&crew->slots));
			my->place = take_place(crew);
			while (my->place->count < crew->options->batch) {
				AWAIT(names_next(&crew->names));
				if (crew->names.ended)
					break;
				add_name(crew, my->place);
			}
			if (my->place->count && !crew->stopped) /* else no request is sent */
				AWAIT(limiter_take(&crew->pace));
			start_place(crew, my->place);
		}
		note_end(crew);
	} ASYNC_EXIT(shared_unwatch(&crew->names.io));
	ASYNC_END;
}
ASYNC_ENTRY(feed, struct crew *);

static async tick(struct report *report)
{
	enum { TICK_MS = 50 };

	ASYNC();
	for (;;) {
		report_progress(report, loop.now);
		AWAIT(sleep_for(TICK_MS * NS_PER_MS));
	}
	ASYNC_END;
}
ASYNC_ENTRY(tick, struct report *);

void crew_begin(struct crew *self)
{
	task_set_start(&self->tasks, &self->feeder, "names", feed, self);
	if (self->report->progress)
		task_start(&self->ticker, "progress", tick, self->report);
}

void crew_end(struct crew *self)
{
	if (self->report->progress)
		task_cancel(&self->ticker);
	task_set_cancel(&self->tasks);
}

struct place *crew_place(struct crew *self, struct task *done)
{
	return done == &self->feeder.task ? NULL : container_of(done, struct place, worker.task);
}

void crew_stop(struct crew *self, const char *why)
{
	self->stopped = why;
	/* The feeder sends no more requests, so it need not wait for a token. */
	limiter_let_go(&self->pace);
}

void crew_release(struct crew *self, struct place *p)
{
	list_append(&self->free, &p->free);
	semaphore_release(&self->slots);
}
