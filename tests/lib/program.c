/* program.c - draws a random program, runs it, and checks that nothing is left. See program.h. */
#include "tests/lib/program.h"
#include "coro/watch/watch.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct program program;

/* ---- drawing: random.py has the same lines in the same order ---- */

/* splitmix64 (Steele, Lea and Flood, 2014). */
static uint64_t next_random(void)
{
	uint64_t z = program.random += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

static unsigned draw(unsigned below)
{
	return (unsigned)(next_random() % below);
}

/* Each program has about half of the kinds, so these meet more often than if it had a few of all. */
static void draw_weights(void)
{
	uint64_t chosen = next_random();

	for (unsigned i = 0; i < operation_kind_count; i++) {
		bool is_in = chosen >> i & 1 || (operation_kinds[i].flags & ALWAYS);

		program.weights[i] = is_in ? operation_kinds[i].weight : 0;
	}
}

static unsigned draw_kind(void)
{
	unsigned sum = 0, at, kind = 0;

	for (unsigned i = 0; i < operation_kind_count; i++)
		sum += program.weights[i];
	for (at = draw(sum); at >= program.weights[kind]; kind++)
		at -= program.weights[kind];
	return kind;
}

static void draw_operation(struct operation *op)
{
	op->kind = draw_kind();
	program.spends |= (operation_kinds[op->kind].flags & SPENDS) != 0;
	op->what = draw(256);
	op->thing = draw(4) == 0;
	op->count = draw(4);
	op->catches = draw(4);
	op->us = draw(4) ? 1 : 0;
	op->us *= 1 + draw(1 << 20);
}

static void draw_worker(struct worker *w, unsigned number)
{
	w->number = number;
	w->count = 1 + draw(OPERATIONS - 1);
	for (unsigned i = 0; i < w->count; i++)
		draw_operation(&w->ops[i]);
}

static void draw_program(uint64_t seed)
{
	program.random = seed;
	draw_weights();
	program.count = 3 + draw(WORKERS - 2);
	program.at_start = program.count - draw(1 + program.count / 2);
	for (unsigned i = 0; i < THINGS; i++) {
		program.permits[i].initial = 1 + draw(1 + draw(3));
		semaphore_init(&program.permits[i].semaphore, program.permits[i].initial);
		event_init(&program.signals[i].event);
		queue_init(&program.pipes[i].queue, program.pipes[i].slots, 1 + draw(1 + draw(ROOM)));
	}
	for (unsigned i = 0; i < program.count; i++)
		draw_worker(&program.workers[i], i);
}

/* ---- the trace ---- */

void program_trace(const char *format, ...)
{
	va_list words;
	char *end = program.trace + program.used;
	size_t room = sizeof program.trace - program.used;
	int head = snprintf(end, room, "%lld ", (long long)(loop.now / NS_PER_US)), tail;

	va_start(words, format);
	tail = vsnprintf(end + head, room - (size_t)head, format, words);
	va_end(words);
	program.used += (size_t)(head + tail) + 1;
	if (program.used + 256 > sizeof program.trace)
		loop_fatal("a program's trace is too long");
	program.trace[program.used - 1] = '\n';
}

uint32_t program_hash(void)
{
	uint32_t hash = UINT32_C(0x811C9DC5);

	for (size_t i = 0; i < program.used; i++)
		hash = (hash ^ (unsigned char)program.trace[i]) * UINT32_C(0x01000193);
	return hash;
}

/* ---- the workers ---- */

static struct step begin_step(struct worker *w, unsigned at, unsigned to)
{
	const struct operation *op = &w->ops[at];
	unsigned left = to - at - 1;
	struct step step = {.worker = w, .op = op, .at = at, .value = -1};

	if (operation_kinds[op->kind].flags & BLOCK)
		step.inner = op->count + 1 < left ? op->count + 1 : left;
	program_trace("%u.%u %s", w->number, at, operation_kinds[op->kind].name);
	return step;
}

/* Returns whether the error, if any, is caught. */
static bool end_step(const struct step *step, enum status err)
{
	const struct worker *w = step->worker;
	const struct operation *op = step->op;

	program_trace("%u.%u %s: %s %ld cancels %d", w->number, step->at, operation_kinds[op->kind].name,
		status_name(err), err ? -1 : step->value, w->task.cancelling);
	return !err || op->catches == CATCHES_ALL ||
	       (op->catches == CATCHES_ERRORS && err != ASYNC_CANCELLED);
}

/* Runs the operations from … to. */
static async run_operations(struct worker *w, unsigned from, unsigned to)
{
	enum status err;

	ASYNC(unsigned at; struct step step);
	for (my->at = from; my->at < to; my->at += 1 + my->step.inner) {
		my->step = begin_step(w, my->at, to);
		AWAIT_CATCH_ALL(err, operation_kinds[my->step.op->kind].run(&my->step));
		if (!end_step(&my->step, err))
			ASYNC_RAISE(err);
	}
	ASYNC_END;
}

async program_inner(struct step *block)
{
	return run_operations(block->worker, block->at + 1, block->at + 1 + block->inner);
}

/* The outermost function of each worker, so it sees the beginning and the end of each step. */
static async work(struct worker *w)
{
	enum status outcome;

	program_check(++program.running == 1 && task_running == &w->task, "two workers ran at once");
	program_check_step();
	outcome = run_operations(w, 0, w->count);
	program_check_step();
	program.running--;
	return outcome;
}
ASYNC_ENTRY(work, struct worker *);

long program_spawn(struct worker *by)
{
	struct worker *w = &program.workers[program.spawned];
	struct task_group *group = by ? by->group : NULL;

	if (program.spawned == program.count || (group && group->aborting))
		return -1;
	program.spawned++;
	task_start(&w->task, "worker", work, w);
	if (group)
		program_check(task_group_add(group, &w->member, &w->task) == ASYNC_OK, "a group took nobody");
	return (long)w->number;
}

/* ---- the conductor: starts the first workers, gives all of them time, and cancels the rest ---- */

static unsigned cancel_all(void)
{
	unsigned left = 0;

	for (unsigned i = 0; i < program.spawned; i++)
		left += task_cancel(&program.workers[i].task);
	return left;
}

static async conduct(void)
{
	enum { PATIENCE_US = 1 << 23, ROUNDS = WORKERS * OPERATIONS };

	ASYNC(unsigned round);
	for (unsigned i = 0; i < program.at_start; i++)
		program_spawn(NULL);
	do {
		program_trace("round %u", my->round);
		AWAIT(sleep_for(PATIENCE_US * NS_PER_US));
		program_check_waits();
	} while (cancel_all() > 0 && my->round++ < ROUNDS);
	for (unsigned i = 0; i < program.spawned; i++)
		program_trace("%u ended: %s cancels %d", i, status_name(program.workers[i].task.result),
			program.workers[i].task.cancelling);
	ASYNC_END;
}
ASYNC_ENTRY(conduct);

void program_run(uint64_t seed, uint64_t shuffle)
{
	static struct task conductor;

	memset(&program, 0, sizeof program);
	loop.now = 0;
	loop.workers = 0;
	loop.shuffle = shuffle;
	watch_open();
	program.shuffled = shuffle != 0;
	draw_program(seed);
	task_start(&conductor, "conductor", conduct);
	while (loop_run_once())
		;
	program_check_end();
	loop.shuffle = 0;
}
