/* program_ops.c - what the workers of a random program can do, one function for each operation. */
#include "tests/lib/program.h"

static int64_t ns_of(const struct step *self)
{
	return self->op->us * NS_PER_US;
}

/* For what takes no time to be up: an operation without a time takes a short one. */
static int64_t some_ns_of(const struct step *self)
{
	return self->op->us ? ns_of(self) : (1 + self->op->what) * NS_PER_US;
}

/* ---- time, and the life of other workers ---- */

static async nap(struct step *self)
{
	return sleep_for(ns_of(self));
}

static async pass_on(struct step *self)
{
	(void)self;
	return sleep_for(0);
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

/* ---- other workers: only those that were started later, so that none waits for itself ---- */

static struct task *later_worker(const struct step *self)
{
	unsigned first = self->worker->number + 1;

	if (first >= program.spawned)
		return NULL;
	return &program.workers[first + self->op->what % (program.spawned - first)].task;
}

static async await_worker(struct step *self)
{
	ASYNC(struct task *other);
	my->other = later_worker(self);
	if (my->other)
		AWAIT(task_await(my->other));
	ASYNC_END;
}

static async shield_worker(struct step *self)
{
	ASYNC(struct task *other);
	my->other = later_worker(self);
	if (my->other)
		AWAIT(shield(my->other));
	ASYNC_END;
}

/* ---- several of them ---- */

struct others {
	struct task_set set;
	struct set_link links[WORKERS];
};

static void collect(struct others *others, const struct step *step)
{
	task_set_init(&others->set);
	for (unsigned i = step->worker->number + 1; i < program.spawned; i++)
		if (step->op->what >> i & 1)
			task_set_add(&others->set, &others->links[i], &program.workers[i].task);
}

static async gather_workers(struct step *self)
{
	enum status err;

	ASYNC(struct others others);
	collect(&my->others, self);
	AWAIT_CATCH_ALL(err, gather(&my->others.set));
	task_set_let_go(&my->others.set); /* its frame goes */
	ASYNC_RAISE(err);
	ASYNC_END;
}

static async gather_outcomes(struct step *self)
{
	enum status err;

	ASYNC(struct others others);
	collect(&my->others, self);
	AWAIT_CATCH_ALL(err, gather_return_exceptions(&my->others.set));
	task_set_let_go(&my->others.set);
	ASYNC_RAISE(err);
	ASYNC_END;
}

/* The workers that are done, a bit for each. */
static long take_all(struct task_set *set)
{
	struct task *t;
	long who = 0;

	while ((t = task_set_take(set)))
		who |= 1 << container_of(t, struct worker, task)->number;
	return who;
}

static async wait_workers(struct step *self)
{
	const struct operation *op = self->op;
	enum status err;

	ASYNC(struct others others);
	collect(&my->others, self);
	AWAIT_CATCH_ALL(err, task_set_wait(&my->others.set, op->count % 3, op->us ? ns_of(self) : -1));
	if (!err)
		self->value = take_all(&my->others.set);
	task_set_let_go(&my->others.set);
	ASYNC_RAISE(err);
	ASYNC_END;
}

/* Without a time in a program that spends time inside of a step: so does random.py, whose traces are stored.
 * (With one they agree too; pair 20c shows how.) */
static async as_they_end(struct step *self)
{
	enum status err = ASYNC_OK;

	ASYNC(struct others others; struct task *next);
	collect(&my->others, self);
	if (self->op->us && !program.spends)
		task_set_timeout(&my->others.set, ns_of(self));
	for (self->value = 0; task_set_left(&my->others.set) && err != ASYNC_CANCELLED; self->value++) {
		AWAIT_CATCH_ALL(err, as_completed(&my->others.set, &my->next));
		program_trace("%u next: %s", self->worker->number, status_name(err));
	}
	task_set_let_go(&my->others.set);
	ASYNC_RAISE(err == ASYNC_CANCELLED ? ASYNC_CANCELLED : ASYNC_OK);
	ASYNC_END;
}

/* ---- blocks ---- */

static async within(struct step *self)
{
	ASYNC(struct timeout timeout);
	ASYNC_WITH(timeout_enter(&my->timeout, some_ns_of(self))) {
		AWAIT(program_inner(self));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}

ASYNC_ENTRY(program_inner, struct step *);

static async wait_for_block(struct step *self)
{
	return wait_for(some_ns_of(self), program_inner, self);
}

static async group(struct step *self)
{
	struct worker *w = self->worker;
	enum status err;

	ASYNC(struct task_group group; struct task_group *outer);
	my->outer = w->group;
	ASYNC_WITH(task_group_enter(&my->group)) {
		w->group = &my->group;
		AWAIT_CATCH_ALL(err, program_inner(self));
		w->group = my->outer;
		ASYNC_RAISE(err);
	} ASYNC_EXIT(task_group_exit(&my->group, ASYNC_RAISED));
	ASYNC_END;
}

/* random.py has the same names and weights. */
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
