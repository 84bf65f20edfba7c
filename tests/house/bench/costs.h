/* costs.h - what one step of the loop and of the coroutines costs, beside the least it could cost.
 *
 * Each cost_ and bare_ function runs one round with `size` tasks or pending timers, and returns the
 * nanoseconds one operation took. Only the work is timed: what it needs is made ready before. */
#ifndef TESTS_HOUSE_BENCH_COSTS_H
#define TESTS_HOUSE_BENCH_COSTS_H

#include "loop/loop.h"

enum {
	STEPS = 200000,  /* operations in a round */
	DELAY_MS = 1000, /* a timer's delay is drawn from 1 to this */
	CREW = 1000,     /* most tasks */
	CROWD = 1000000  /* most pending timers */
};

typedef double cost_fn(int size);

/* The clock of a round; allocations are counted while it runs. costs_end returns ns for each operation. */
void costs_begin(void);
double costs_end(long operations);

/* Operations in a round: STEPS, or what the command line says. */
extern long costs_steps;

/* A delay in ns: by lot, but the same row of them in every run. */
int64_t costs_delay(void);

/* Tasks; their floors are a FIFO of function pointers, and a call through a function pointer. */
cost_fn cost_switch, cost_await, cost_await_finished, cost_create, cost_cancel, cost_hand_over, cost_hooks;
cost_fn bare_switch, bare_create, bare_call;

/* Timers; the floor is a binary heap of deadlines. */
cost_fn cost_start_cancel, cost_start_fire, bare_start_cancel, bare_start_fire;

#endif
