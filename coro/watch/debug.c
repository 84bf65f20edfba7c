/* debug.c - two clock readings around each step, and a look at who waits for whom. */
#include "coro/watch/debug.h"
#include "coro/watch/trace.h"

#include <stdlib.h>

struct debug_mode debug_mode = {.slow = 100 * NS_PER_MS};

void debug_open(void)
{
	const char *on = getenv("LOOP_DEBUG"), *slow = getenv("LOOP_SLOW_MS");

	debug_mode.starved = 0; /* a loop opened anew counts its turns anew */
	if (on)
		debug_mode.on = *on && *on != '0';
	if (slow && atoi(slow) > 0)
		debug_mode.slow = atoi(slow) * NS_PER_MS;
}

/* "task 3 (eve) ", with which every report begins. */
static FILE *about(const struct task *t)
{
	FILE *out = debug_mode.out ? debug_mode.out : stderr;

	fprintf(out, "debug: task %u (%s) ", t->id, t->name);
	return out;
}

void debug_step_begins(struct task *t)
{
	int64_t waited;

	debug_mode.began = clock_now();
	debug_mode.from = t->root ? coro_asking_site(t->root) : t->spawned;
	waited = debug_mode.began - t->since;
	if (waited < debug_mode.slow || debug_mode.starved == loop.turn)
		return;
	debug_mode.starved = loop.turn; /* and all behind it, for the same reason */
	fprintf(about(t), "was ready for %lld ms before it ran\n", (long long)(waited / NS_PER_MS));
}

static void report_slow(const struct task *t, int64_t took)
{
	FILE *out = about(t);
	const struct site *to = coro_asking_site(t->root);

	fprintf(out, "ran %lld ms without pausing, from %s:%d %s to ", (long long)(took / NS_PER_MS),
		debug_mode.from->file, debug_mode.from->line, debug_mode.from->func);
	if (to)
		fprintf(out, "%s:%d %s\n", to->file, to->line, to->func);
	else
		fprintf(out, "its end\n");
}

/* Could anything at all still make t ready? Not counting what comes from outside, which t does not wait
 * for. */
static bool has_hope(const struct task *t)
{
	if (loop.timers.count || loop.nready)
		return true;
	for (struct list *l = task_all.next; l != &task_all; l = l->next) {
		const struct task *other = container_of(l, struct task, all);

		if (other != t && !(other->waiting && other->waiting->kind->by_worker))
			return true;
	}
	return false;
}

/* Tortoise and hare: the ring need not go through t. */
static bool in_ring(const struct task *t)
{
	const struct task *slow = t, *fast = task_awaited(t);

	while (fast && fast != slow) {
		slow = task_awaited(slow);
		fast = task_awaited(task_awaited(fast));
	}
	return fast != NULL;
}

static void report_wait(const struct task *t, const char *why)
{
	const struct site *at = coro_asking_site(t->root);
	char what[128];

	task_describe_wait(t, what, sizeof what);
	fprintf(about(t), "waits for %s at %s:%d %s: %s\n", what, at->file, at->line, at->func, why);
}

void debug_step_ended(struct task *t)
{
	int64_t took = clock_now() - debug_mode.began;

	if (took >= debug_mode.slow)
		report_slow(t, took);
	if (!t->waiting || !t->waiting->kind->by_worker)
		return;
	if (in_ring(t))
		report_wait(t, "in a ring of tasks that wait for each other");
	else if (!has_hope(t))
		report_wait(t, "nobody is left who could end that");
}

void debug_left(const struct task *t)
{
	if (t->state == TASK_NEW)
		fprintf(about(t), "was created at %s:%d %s and has never run\n", t->spawned->file,
			t->spawned->line, t->spawned->func);
}
