/* program_ops.c - what the workers of a random program can do, one function for each operation. */
#include "tests/program.h"

static int64_t ns_of(const struct step *self)
{
	return self->op->us * NS_PER_US;
}

/* For what takes no time to be up: an operation without a time takes a short one. */
static int64_t some_ns_of(const struct step *self)
{
	return self->op->us ? ns_of(self) : (1 + self->op->what) * NS_PER_US;
}

/* ---- time, and the life of others ---- */

static async nap(struct step *self)
{
	return sleep_for(&self->sleep, ns_of(self));
}

static async pass_on(struct step *self)
{
	return sleep_for(&self->sleep, 0);
}

static async spend(struct step *self)
{
	clock_spend(ns_of(self));
	return ASYNC_OK;
}

static async fail(struct step *self)
{
	return self->op->what % 2 ? ASYNC_E_STATUS : ASYNC_E_PAYLOAD;
}

static async spawn(struct step *self)
{
	self->value = program_spawn(self->worker);
	return ASYNC_OK;
}

static async cancel(struct step *self)
{
	unsigned whom = self->op->what % program.count;

	if (whom < program.spawned)
		self->value = task_cancel(&program.workers[whom].task);
	return ASYNC_OK;
}

static async uncancel(struct step *self)
{
	self->value = task_uncancel(&self->worker->task);
	return ASYNC_OK;
}

/* ---- other workers: those who were started later, so that nobody waits for himself ---- */

static struct task *later_worker(const struct step *self)
{
	unsigned first = self->worker->number + 1;

	if (first >= program.spawned)
		return NULL;
	return &program.workers[first + self->op->what % (program.spawned - first)].task;
}

static async await_worker(struct step *self)
{
	if (coro_starting)
		self->other = later_worker(self);
	return self->other ? task_await(&self->end, self->other) : ASYNC_OK;
}

static async shield_worker(struct step *self)
{
	if (coro_starting)
		self->other = later_worker(self);
	return self->other ? shield(&self->end, self->other) : ASYNC_OK;
}

/* ---- several of them ---- */

static void collect(struct step *self)
{
	task_set_init(&self->set);
	for (unsigned i = self->worker->number + 1; i < program.spawned; i++)
		if (self->op->what >> i & 1)
			task_set_add(&self->set, &self->links[i], &program.workers[i].task);
}

/* Nobody tells this frame of his end any more. */
static void leave_set(struct step *self)
{
	for (unsigned i = 0; i < WORKERS; i++)
		task_unlink(&self->links[i].in);
}

static async gather_workers(struct step *self)
{
	ASYNC_BEGIN(self);
	collect(self);
	AWAIT_CATCH(self->err, gather(&self->set));
	leave_set(self);
	ASYNC_RAISE(self->err);
	ASYNC_END;
}

static async gather_outcomes(struct step *self)
{
	ASYNC_BEGIN(self);
	collect(self);
	AWAIT_CATCH(self->err, gather_return_exceptions(&self->set));
	leave_set(self);
	ASYNC_RAISE(self->err);
	ASYNC_END;
}

/* Tells who is done, a bit for each. */
static async wait_workers(struct step *self)
{
	ASYNC_BEGIN(self);
	collect(self);
	AWAIT_CATCH(
		self->err, task_set_wait(&self->set, self->op->count % 3, self->op->us ? ns_of(self) : -1));
	for (self->value = 0; !self->err && (self->other = task_set_take(&self->set));)
		self->value |= 1 << container_of(self->other, struct worker, task)->number;
	leave_set(self);
	ASYNC_RAISE(self->err);
	ASYNC_END;
}

/* Without a time in a program that spends time inside of a step. There asyncio's timeout counts who ends in the very
 * turn in which time runs out; ours goes by the clock alone. */
static async as_they_end(struct step *self)
{
	ASYNC_BEGIN(self);
	collect(self);
	if (self->op->us && !program.spends)
		task_set_timeout(&self->set, ns_of(self));
	for (self->value = 0; task_set_left(&self->set) && self->err != ASYNC_CANCELLED; self->value++) {
		AWAIT_CATCH(self->err, as_completed(&self->set, &self->other));
		program_trace("%u next: %s", self->worker->number, status_name(self->err));
	}
	leave_set(self);
	ASYNC_RAISE(self->err == ASYNC_CANCELLED ? ASYNC_CANCELLED : ASYNC_OK);
	ASYNC_END;
}

/* ---- blocks ---- */

static async within(struct step *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(timeout_enter(&self->timeout, some_ns_of(self))) {
		AWAIT(program_inner(self));
	}
	ASYNC_EXIT(timeout_exit(&self->timeout, ASYNC_RAISED));
	ASYNC_END;
}
static enum status program_inner_task(void *frame)
{
	return program_inner(frame);
}

static async wait_for_block(struct step *self)
{
	return wait_for_old(&self->wait_for, program_inner, self, some_ns_of(self));
}

static async group(struct step *self)
{
	ASYNC_BEGIN(self);
	self->outer = self->worker->group;
	ASYNC_WITH(task_group_enter(&self->group)) {
		self->worker->group = &self->group;
		AWAIT_CATCH(self->err, program_inner(self));
		self->worker->group = self->outer;
		ASYNC_RAISE(self->err);
	}
	ASYNC_EXIT(task_group_exit(&self->group, ASYNC_RAISED));
	ASYNC_END;
}

/* The names and weights stand in random.py too. */
const struct operation_kind operation_kinds[] = {
	{"nap", 6, nap, PAUSES},
	{"yield", 8, pass_on, PAUSES | ALWAYS},
	{"spend", 2, spend, SPENDS},
	{"fail", 3, fail, 0},
	{"spawn", 4, spawn, ALWAYS},
	{"cancel", 8, cancel, ALWAYS},
	{"uncancel", 2, uncancel, 0},
	{"lock", 10, op_lock, PAUSES | BLOCK},
	{"set", 5, op_set, 0},
	{"clear", 2, op_clear, 0},
	{"wait-event", 6, op_wait_event, PAUSES},
	{"put", 9, op_put, PAUSES},
	{"get", 9, op_get, PAUSES},
	{"shut", 1, op_shut, 0},
	{"await", 5, await_worker, PAUSES},
	{"shield", 4, shield_worker, PAUSES},
	{"gather", 4, gather_workers, PAUSES},
	{"gather-outcomes", 3, gather_outcomes, PAUSES},
	{"wait", 4, wait_workers, PAUSES},
	{"as-completed", 4, as_they_end, PAUSES},
	{"timeout", 5, within, PAUSES | BLOCK},
	{"wait-for", 4, wait_for_block, PAUSES | BLOCK},
	{"group", 6, group, PAUSES | BLOCK},
};
const unsigned operation_kind_count = sizeof operation_kinds / sizeof operation_kinds[0];
