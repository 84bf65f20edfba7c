/* bench-costs.c - the price list: what a switch, an await, a timer, a cancel cost, as a table in Markdown.
 *
 *     bench-costs [FILE]        FILE: asyncio's figures, a line "KEY NS" for each (costs.py prints them)
 *     bench-costs steady STEPS [KEY]
 *                               so many operations of each, or of this one, and no table: for strace and
 *                               callgrind, which count in the difference of two runs
 */
#include "coro/many/gather.h"
#include "http/session.h"
#include "tests/house/bench/allocations.h"
#include "tests/house/bench/costs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 7 };

long costs_steps = STEPS;

static unsigned long allocations, at_start; /* while something is timed; so far, when it began */
static int64_t started;

/* CPU time: what else the machine does meanwhile is not counted. */
static int64_t cpu_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * NS_PER_S + t.tv_nsec;
}

void costs_begin(void)
{
	at_start = allocations_made;
	started = cpu_now();
}

double costs_end(long operations)
{
	double ns = (double)(cpu_now() - started) / (double)operations;

	allocations += allocations_made - at_start;
	return ns;
}

/* ---- the table ---- */

static const struct row {
	const char *key, *what;
	int size;
	cost_fn *cost, *bare;
} rows[] = {
	{"turn", "a turn of the loop with one ready task", 1, cost_switch, bare_switch},
	{"switch-few", "a task switch: task_suspend_turn and back, 10 tasks", 10, cost_switch, bare_switch},
	{"switch", "the same, 1,000 tasks", CREW, cost_switch, bare_switch},
	{"await", "await of a coroutine that does not wait", 1, cost_await, bare_call},
	{"finished", "await of a task that is done", 1, cost_await_finished, bare_call},
	{"create", "a task created, run and done, 1,000 at a time", CREW, cost_create, bare_create},
	{"cancel", "a cancel requested and delivered, 1,000 tasks", CREW, cost_cancel, bare_switch},
	{"semaphore", "a permit handed over, 500 pairs of tasks", CREW / 2, cost_hand_over, bare_switch},
	{"start-cancel", "a timer started and cancelled, 1,000 pending", CREW, cost_start_cancel,
		bare_start_cancel},
	{"start-fire", "a timer started and fired, 1,000 pending", CREW, cost_start_fire, bare_start_fire},
	{"start-cancel-crowd", "started and cancelled, 1,000,000 pending", CROWD, cost_start_cancel,
		bare_start_cancel},
	{"start-fire-crowd", "started and fired, 1,000,000 pending", CROWD, cost_start_fire, bare_start_fire},
	{"hooks", "the two hooks, with no record open", 1, cost_hooks, bare_call},
};

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double numbers[ROUNDS])
{
	qsort(numbers, ROUNDS, sizeof *numbers, by_size);
	return numbers[ROUNDS / 2];
}

/* asyncio's figure for this row, or 0. */
static double theirs(const char *file, const char *key)
{
	FILE *in = file ? fopen(file, "r") : NULL;
	char name[32];
	double ns, found = 0;

	while (in && fscanf(in, "%31s %lf", name, &ns) == 2)
		if (strcmp(name, key) == 0)
			found = ns;
	if (in)
		fclose(in);
	return found;
}

/* In turn, so that a change of the machine's mood meets both. */
static void print_row(const struct row *r, const char *file)
{
	double own[ROUNDS], bare[ROUNDS], ratio[ROUNDS], python = theirs(file, r->key), ns;

	for (int i = 0; i < ROUNDS; i++) {
		own[i] = r->cost(r->size);
		bare[i] = r->bare(r->size);
		ratio[i] = own[i] / bare[i];
	}
	ns = median(own);
	printf("| %s | %.1f | %.1f | %.1f |", r->what, ns, median(bare), median(ratio));
	printf(python > 0 ? " %.0f | %.0f |\n" : " – | – |\n", python, python / ns);
	fflush(stdout);
}

#define SIZE(type) printf("| `struct " #type "` | %zu |\n", sizeof(struct type))

static void print_sizes(void)
{
	printf("\n| memory | bytes |\n| --- | --- |\n");
	SIZE(coro);
	SIZE(wait);
	SIZE(task);
	SIZE(set_task);
	SIZE(timer);
	SIZE(deadline);
	SIZE(timeout);
	SIZE(semaphore);
	SIZE(response);
	SIZE(pooled);
}

static void print_table(const char *file)
{
	printf("| what | ns | floor, ns | ratio | asyncio, ns | asyncio : here |\n"
	       "| --- | --- | --- | --- | --- | --- |\n");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		print_row(&rows[i], file);
	print_sizes();
	printf("\nAllocations while these were timed, counted: %lu\n", allocations);
}

static void run_steadily(const char *key)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (!key || strcmp(key, rows[i].key) == 0)
			rows[i].cost(rows[i].size);
}

int main(int argc, char **argv)
{
	bool steady = argc > 2 && strcmp(argv[1], "steady") == 0;

	if (loop_open(LOOP_REAL) != 0)
		return 1;
	costs_steps = steady ? atol(argv[2]) : STEPS;
	if (steady)
		run_steadily(argv[3]);
	else
		print_table(argv[1]);
	loop_close();
	return 0;
}
