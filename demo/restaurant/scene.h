/* scene.h - where each guest is at one moment of a record. Every picture, table and number that the
 * restaurant shows is made from scenes. */
#ifndef DEMO_RESTAURANT_SCENE_H
#define DEMO_RESTAURANT_SCENE_H

#include "demo/view/events.h"

enum stage {          /* of a guest */
	STAGE_QUEUE,  /* has not run yet: is in the queue */
	STAGE_CHEF,   /* waits for a permit: no chef is free */
	STAGE_CALLED, /* has the permit and is ready: a chef is free, but the waiter has not handed in the order yet */
	STAGE_COOKS,  /* waits for something else: the dish is being cooked */
	STAGE_READY,  /* is ready: the dish stands on the counter */
	STAGE_WAITER, /* runs: the waiter is with this guest */
	STAGE_STANDS, /* runs on after its order: the waiter stands at the stove */
	STAGE_EATS,   /* is done, with success */
	STAGE_GONE,   /* is done, with an error, a timeout or a cancel */
	STAGES
};

struct person {
	enum stage stage;     /* now … */
	int64_t since, until; /* … since when, and when its dish will be done: ns of the record */
};

struct cell { /* a column of a lane: the stage that lasted longest in it, and for how long */
	int64_t took;
	enum stage stage;
};

struct scene {
	const struct events *run;
	int64_t t;             /* the moment */
	struct person *people; /* one for each worker of the run, also the main task, which is no guest */
	struct cell *lanes;    /* `columns` cells for each worker, then for the waiter */
	int columns;           /* cells in a lane */
	int running;           /* the worker that the waiter serves, or EVENTS_SUPERVISOR */
	int64_t busy, stood;   /* ns that the waiter was busy so far; and how many of these he stood at a stove */
	int64_t longest;       /* ns of his longest step so far, from one await to the next … */
	int longest_of;        /* … and the worker it was for */
	int64_t resumed;       /* when the present step began */
	int64_t wait;          /* the longest time from the opening until a guest ate or went */
	int64_t last_meal;     /* when the last guest began to eat */
};

/* Makes the scene at t. Its lanes have a column for every `step` ns, from 0 to the column of t. False: out
 * of memory. */
bool scene_open(struct scene *self, const struct events *run, int64_t t, int64_t step);

/* The same, made from the first `count` events of the run. */
bool scene_open_at(struct scene *self, const struct events *run, size_t count, int64_t t, int64_t step);

/* Frees people and lanes; the numbers stay. */
void scene_close(struct scene *self);

/* The guests are the workers that the main task, which is the first, has created. */
bool scene_is_guest(const struct scene *self, int worker);

/* The lane of a worker; with nworkers, the waiter's lane: STAGE_WAITER or STAGE_STANDS where he was busy. */
struct cell *scene_lane(const struct scene *self, int worker);

/* The next moment after t at which something happens in the run; the run's end if nothing does. */
int64_t scene_next(const struct events *run, int64_t t);

#endif
