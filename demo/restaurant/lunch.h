/* lunch.h - a lunch: what was asked for on the command line, and how it is run. */
#ifndef DEMO_RESTAURANT_LUNCH_H
#define DEMO_RESTAURANT_LUNCH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum scene_kind {
	SCENE_PLAIN,
	SCENE_SLOW,   /* a dish takes too long: timeout */
	SCENE_BURNT,  /* a dish is spoilt: an error */
	SCENE_LEAVES, /* a guest leaves: cancel */
	SCENE_COOKS,  /* the waiter cooks a dish himself: a blocking call */
	SCENE_BIG     /* orders that are all work and no waiting: CPU-bound */
};

enum { SYNCHRONOUS, ASYNCHRONOUS, WAYS };

struct lunch {
	long customers, chefs; /* chefs 0: as many as customers */
	int64_t order, cook;   /* ns that an order takes, and the middling dish of the menu */
	long seed;             /* of who eats what */
	const char *dish;      /* all eat this; NULL: as the seed will have it */
	const char *record;    /* write the records to NAME.sync and NAME.async; NULL: to nowhere */
	const char *replay;    /* show those records instead of a new run; NULL: run */
	int64_t at;            /* show one picture: the moment, ns; negative: do not */
	enum scene_kind scene;
	bool field; /* in the field's words, not the restaurant's */
	bool table, explain, svg, predict; /* show this, and neither log nor live view */
};

/* Reads the command line, and returns what arguments_read does. */
int lunch_options(struct lunch *self, int argc, char **argv);

/* Whether there is such a dish on the menu, and how long it takes in percent of --cook; 0: there is none. */
int lunch_dish(const char *name);

/* Runs the lunch on a loop of its own, on the virtual clock, and writes its record to `record`: the library's events,
 * and one of its own, {"ev":"ordered","worker":N}, when the waiter has heard an order. False: no memory, or the loop cannot
 * be opened; explained on stderr. */
bool lunch_play(const struct lunch *self, int way, FILE *record);

#endif
