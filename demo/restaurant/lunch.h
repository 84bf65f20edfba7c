/* lunch.h - a lunch: its options, and the function that runs it. */
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
	int64_t order, cook;   /* ns for taking an order, and for cooking the average dish */
	long seed;             /* decides who eats what */
	const char *dish;      /* all eat this; NULL: the seed decides */
	const char *record;    /* write the records to NAME.sync and NAME.async; NULL: do not */
	const char *replay;    /* show those records instead of a new run; NULL: run */
	int64_t at;            /* show one picture, of this moment in ns; negative: do not */
	enum scene_kind scene;
	bool field; /* in the field's words, not the restaurant's */
	bool table, explain, svg, predict; /* show this instead of log or live view */
};

/* Reads the command line. Returns what arguments_read returns. */
int lunch_options(struct lunch *self, int argc, char **argv);

/* How long this dish of the menu takes, in percent of --cook; 0: there is no such dish. */
int lunch_dish(const char *name);

/* Runs the lunch on a loop of its own, on the virtual clock, and writes its record to `record`: the library's
 * events, and an event of its own, {"ev":"ordered","worker":N}, when the waiter has heard an order. False:
 * out of memory, or the loop cannot be opened; explained on stderr. */
bool lunch_play(const struct lunch *self, int way, FILE *record);

#endif
