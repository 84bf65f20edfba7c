/* crew.h - what the article's program leaves to Python: names that may come from a pipe for ever, a
 * bounded number of tasks for them, and a line that shows the progress.
 *
 * The article makes a task for every name at once. A million names would be a million tasks; so here a
 * name is drawn when one of `limit` places is free, and the place's memory serves the next name again. */
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

struct place { /* one of the tasks that may run at a time */
	struct list free;
	struct set_task worker;
	struct asked *asked; /* its names: one, or as many as --batch says */
	int count;
	struct retry_call call; /* what became of the request … */
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
	const char *stopped; /* why no name is asked for any more, or NULL */
	struct limiter pace; /* --rate: so that no connection is held by who must wait for his token */
	struct list free;
	struct semaphore slots; /* one permit for each free place */
	struct task_set tasks;  /* those that run, and the feeder */

	struct set_task feeder;
	struct task ticker;
};

/* Makes options->limit places, which crew_close frees. False: no memory, explained on stderr. */
bool crew_open(struct crew *self, const struct options *options, struct report *report,
	void (*start)(struct place *));
void crew_close(struct crew *self);

/* tasks = [start(name) for name in names]: creates the task that starts them, as places become free. */
void crew_begin(struct crew *self);

/* Ends the line of progress, and cancels each task that still runs. */
void crew_end(struct crew *self);

/* The place whose task as_completed has given; NULL: it was the feeder, which is done. */
struct place *crew_place(struct crew *self, struct task *done);

/* From now on each name that is not asked for yet is reported as failed, for this reason. */
void crew_stop(struct crew *self, const char *why);

/* The place may be used again. */
void crew_release(struct crew *self, struct place *p);

#endif
