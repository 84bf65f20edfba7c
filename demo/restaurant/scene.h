/* scene.h - where everybody is at one moment of a record: the only source of every picture, table
 * and number that the restaurant shows. */
#ifndef DEMO_RESTAURANT_SCENE_H
#define DEMO_RESTAURANT_SCENE_H

#include "demo/view/events.h"

enum stage {          /* of a guest; in a cell that saw several, the last of them shows */
	STAGE_QUEUE,  /* has not run yet: stands in the queue */
	STAGE_CHEF,   /* waits for a permit: no chef is free */
	STAGE_CALLED, /* has got the permit, and is ready: a chef is free, the waiter has still to hand the order in */
	STAGE_COOKS,  /* waits for something else: the dish is being cooked */
	STAGE_READY,  /* is ready: the dish stands on the counter */
	STAGE_WAITER, /* runs: the waiter is with this guest */
	STAGE_STANDS, /* runs on, though the order has been heard: the waiter stands at the stove */
	STAGE_EATS,   /* is done, and well */
	STAGE_GONE,   /* is done, and not well */
	STAGES
};

struct person {
	enum stage stage;     /* now … */
	int64_t since, until; /* … since when, and of a dish, when it will be done: ns of the record */
};

struct cell { /* of a lane: the stage that it saw without a break for longest, and for how long */
	int64_t took;
	enum stage stage;
};

struct scene {
	const struct events *run;
	int64_t t;             /* the moment */
	struct person *people; /* one for each worker of the run; the main task is no guest */
	struct cell *lanes;    /* for each worker, and then for the waiter: a cell for each column */
	int columns;           /* how long a lane is */
	int running;           /* the worker with whom the waiter is, or EVENTS_SUPERVISOR */
	int64_t busy, stood;   /* ns that the waiter was with anybody so far; and of these, stood at the stove */
	int64_t longest;       /* ns of his longest step so far, from one await to the next … */
	int longest_of;        /* … and whose it was */
	int64_t resumed;       /* when the present one began */
	int64_t wait;          /* the longest time from the opening until a guest ate or went */
	int64_t last_meal;     /* when the last guest began to eat */
};

/* The scene at t, with lanes that have a column for each step ns from 0 to the end of t's column. False: out
 * of memory. */
bool scene_open(struct scene *self, const struct events *run, int64_t t, int64_t step);

/* The same, of so many events, the first of the run. */
bool scene_open_at(struct scene *self, const struct events *run, size_t count, int64_t t, int64_t step);
void scene_close(struct scene *self);

/* Guests are all workers that the main task, the first, has created. */
bool scene_is_guest(const struct scene *self, int worker);

/* The lane of a worker; that of the waiter behind the last: STAGE_WAITER or STAGE_STANDS where he was with anybody. */
struct cell *scene_lane(const struct scene *self, int worker);

/* The next moment after t at which anything happens in the run; its end if nothing does. */
int64_t scene_next(const struct events *run, int64_t t);

#endif
