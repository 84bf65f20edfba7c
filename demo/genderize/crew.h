/* crew.h - what a command needs besides the article's program: an endless stream of names from a pipe, a
 * bounded number of tasks for them, and a line that shows the progress.
 *
 * The article makes a task for every name at once. A million names would be a million tasks. So here a
 * name is read when one of `limit` places is free, and the next name uses the place's memory again. */
#ifndef DEMO_GENDERIZE_CREW_H
#define DEMO_GENDERIZE_CREW_H

#include "coro/many/gather.h"
#include "coro/many/locks.h"
#include "coro/sleep.h"
#include "demo/genderize/names.h"
#include "demo/genderize/query.h"
#include "demo/genderize/report.h"
#include "http/limiter.h"
#include "http/retry.h"

struct place { /* one of the tasks that may run at the same time */
	struct list free;
	struct set_task worker;
	struct asked *asked; /* its names: 1, or up to --batch */
	int count;
	struct retry_call call; /* the outcome of the request … */
	struct response response;
	char *url; /* … and its URL, of query_url_room() bytes */
};

struct crew {
	const struct options *options;
	struct report *report;
	void (*start)(struct place *); /* starts p->worker, for p->asked */
	struct names names;
	struct place *places;
	char *urls;
	struct asked *asked;
	const char *stopped; /* why no further name is asked for, or NULL */
	struct limiter pace; /* --rate, before a task is started: one that waits for its token would hold a connection */
	struct list free;
	struct semaphore slots; /* one permit for each free place */
	struct task_set tasks;  /* the running requests, and the feeder */

	struct set_task feeder;
	struct task ticker;
};

/* Makes options->limit places; crew_close frees them. False: out of memory, explained on stderr. */
bool crew_open(struct crew *self, const struct options *options, struct report *report,
	void (*start)(struct place *));
void crew_close(struct crew *self);

/* tasks = [start(name) for name in names]: starts the feeder, which starts a task whenever a place is
 * free. */
void crew_begin(struct crew *self);

/* Ends the progress line, and cancels each task that still runs. */
void crew_end(struct crew *self);

/* The place of a task that as_completed returned; NULL: the task is the feeder. */
struct place *crew_place(struct crew *self, struct task *done);

/* From now on each name that has not been asked for is reported as failed, for this reason. */
void crew_stop(struct crew *self, const char *why);

/* Makes the place free again. */
void crew_release(struct crew *self, struct place *p);

#endif
