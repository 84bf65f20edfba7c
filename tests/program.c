/* program.c - draws a random program, runs it, and looks after it that nothing is left. See program.h. */
#include "tests/program.h"

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

/* Each program has about half of the kinds: so these meet more often than if it had a few of each. */
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

static void begin_step(struct body *self)
{
	const struct operation *op = &self->worker->ops[self->at];

	self->step = (struct step){.worker = self->worker, .op = op, .value = -1};
	if (operation_kinds[op->kind].flags & BLOCK) {
		unsigned left = self->to - self->at - 1;

		self->step.inner_count = op->count + 1 < left ? op->count + 1 : left;
		self->step.inner = &self->worker->bodies[++self->worker->depth];
		*self->step.inner = (struct body){.worker = self->worker,
			.from = self->at + 1,
			.to = self->at + 1 + self->step.inner_count};
	}
	program_trace("%u.%u %s", self->worker->number, self->at, operation_kinds[op->kind].name);
}

/* Returns whether the error, if any, is caught. */
static bool end_step(struct body *self)
{
	const struct operation *op = self->step.op;

	if (self->step.inner)
		self->worker->depth--;
	program_trace("%u.%u %s: %s %ld cancels %d", self->worker->number, self->at,
		operation_kinds[op->kind].name, status_name(self->err), self->err ? -1 : self->step.value,
		self->worker->task.cancelling);
	return !self->err || op->catches == CATCHES_ALL ||
	       (op->catches == CATCHES_ERRORS && self->err != ASYNC_CANCELLED);
}

static async run_body(struct body *self)
{
	ASYNC_BEGIN(self);
	for (self->at = self->from; self->at < self->to; self->at += 1 + self->step.inner_count) {
		begin_step(self);
		AWAIT_CATCH(self->err, operation_kinds[self->step.op->kind].run(&self->step));
		if (!end_step(self))
			ASYNC_RAISE(self->err);
	}
	ASYNC_END;
}

async program_inner(struct step *self)
{
	return run_body(self->inner);
}

/* The outermost function of each worker: so it sees each of its steps begin and end. */
static enum status worker_task(void *frame)
{
	struct worker *w = frame;
	enum status outcome;

	program_check(++program.running == 1 && task_running == &w->task, "two workers ran at once");
	program_check_step();
	outcome = run_body(&w->bodies[0]);
	program_check_step();
	program.running--;
	return outcome;
}

long program_spawn(struct worker *by)
{
	static const struct site here = {__FILE__, __func__, "a worker", __LINE__};
	struct worker *w = &program.workers[program.spawned];
	struct task_group *group = by ? by->group : NULL;

	if (program.spawned == program.count || (group && group->aborting))
		return -1;
	program.spawned++;
	w->bodies[0] = (struct body){.worker = w, .to = w->count};
	task_spawn(&w->task, worker_task, w, "worker", &here);
	if (group)
		program_check(task_group_add(group, &w->member, &w->task) == ASYNC_OK, "a group took nobody");
	return (long)w->number;
}

/* ---- the conductor: starts the first workers, gives all of them time, and cancels who is left ---- */

struct conductor {
	struct coro coro;
	struct task task;
	struct sleep sleep;
	unsigned round;
};

static unsigned cancel_all(void)
{
	unsigned left = 0;

	for (unsigned i = 0; i < program.spawned; i++)
		left += task_cancel(&program.workers[i].task);
	return left;
}

static async conduct(struct conductor *self)
{
	enum { PATIENCE_US = 1 << 23, ROUNDS = WORKERS * OPERATIONS };

	ASYNC_BEGIN(self);
	for (unsigned i = 0; i < program.at_start; i++)
		program_spawn(NULL);
	do {
		program_trace("round %u", self->round);
		AWAIT(sleep_for(&self->sleep, PATIENCE_US * NS_PER_US));
		program_check_waits();
	} while (cancel_all() > 0 && self->round++ < ROUNDS);
	for (unsigned i = 0; i < program.spawned; i++)
		program_trace("%u ended: %s cancels %d", i, status_name(program.workers[i].task.result),
			program.workers[i].task.cancelling);
	ASYNC_END;
}
ASYNC_TASK(conduct);

void program_run(uint64_t seed, uint64_t shuffle)
{
	static struct conductor conductor;

	memset(&program, 0, sizeof program);
	memset(&conductor, 0, sizeof conductor);
	loop.now = 0;
	loop.workers = 0;
	loop.shuffle = shuffle;
	program.shuffled = shuffle != 0;
	draw_program(seed);
	task_create(&conductor.task, conduct, &conductor, "conductor");
	while (loop_run_once())
		;
	program_check_end();
	loop.shuffle = 0;
}
