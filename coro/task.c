/* task.c - how the supervisor runs a worker, and how the worker waits. */
#include "coro/task.h"
#include "coro/debug.h"
#include "coro/ledger.h"
#include "coro/trace.h"

#include <stdio.h>
#include <stdlib.h>

struct task *task_running;
struct list task_all = {&task_all, &task_all};

static void set_state(struct task *t, enum task_state state)
{
	t->state = state;
	t->since = loop.now;
}

static void make_ready(struct task *t)
{
	set_state(t, TASK_READY);
	t->waiting = NULL;
	trace_ready(t);
	loop_call_soon(&t->handle);
}

/* ---- the roll: who is not done, or done and not told ---- */

/* The frame among the running task's in whose memory t lies: t must be done before that one returns. */
static struct coro *find_owner(const struct task *t)
{
	struct coro *c = task_running ? task_running->leaf : NULL;

	for (; c; c = c->parent)
		if ((const char *)t >= (const char *)c && (const char *)t < (const char *)c + c->size)
			break;
	return c;
}

static void enroll(struct task *t)
{
	t->owner = find_owner(t);
	if (t->owner)
		t->owner->tasks++;
	list_append(&task_all, &t->all);
}

static void strike_off(struct task *t)
{
	list_remove(&t->all);
	if (t->owner)
		t->owner->tasks--;
}

/* ---- the end of a task ---- */

static void tell_watchers(struct task *t)
{
	t->telling = false;
	strike_off(t);
	while (!list_empty(&t->watchers)) {
		struct task_link *l = container_of(t->watchers.next, struct task_link, link);

		list_remove(&l->link);
		l->on_done(l);
	}
}

static void tell_step(struct handle *h)
{
	tell_watchers(container_of(h, struct task, handle));
}

static void tell_soon(struct task *t)
{
	t->telling = true;
	t->handle.run = tell_step;
	loop_call_soon(&t->handle);
}

static bool is_error(enum status result)
{
	return result != ASYNC_OK && result != ASYNC_CANCELLED;
}

static void task_finish(struct task *t, enum status result)
{
	/* Cancelled itself, or was cancelled, after its last await: asyncio lets the cancel win over a
	 * return, not over an error. */
	if (t->must_cancel && result == ASYNC_OK)
		result = ASYNC_CANCELLED;
	t->must_cancel = false;
	t->result = result;
	set_state(t, TASK_DONE);
	trace_done(t);
	if (is_error(result))
		ledger_add("error that nobody looked at", status_name(result), t->spawned);
	while (!list_empty(&t->awaiting)) {
		struct task_wait *w = container_of(t->awaiting.next, struct task_wait, link);

		list_remove(&w->link);
		waiter_wake(&w->wait);
	}
	if (list_empty(&t->watchers))
		strike_off(t);
	else
		tell_soon(t);
}

enum status task_result(struct task *t)
{
	if (!t->seen && is_error(t->result))
		ledger_remove("error that nobody looked at", status_name(t->result), t->spawned);
	t->seen = true;
	return t->result;
}

/* ---- one step: from the loop into the worker, until it pauses or ends ---- */

static _Noreturn void waits_for_nothing(const struct task *t)
{
	fprintf(stderr, "task %u (%s) returned ASYNC_PENDING but waits for nothing\n", t->id, t->name);
	abort();
}

static void task_step(struct handle *h)
{
	struct task *t = container_of(h, struct task, handle);
	bool first = t->leaf == NULL;
	enum status outcome;

	if (first &&
		t->must_cancel) { /* cancelled before its first step: it never runs, nor does any cleanup of it */
		task_finish(t, ASYNC_CANCELLED);
		return;
	}
	if (debug.on)
		debug_step_begins(t);
	set_state(t, TASK_RUNNING);
	task_running = t;
	coro_leaf = &t->leaf;
	coro_starting = first;
	if (first)
		trace_resume(t);
	outcome =
		t->fn(t->frame); /* who runs next: the worker; it comes back here when it waits or is done */
	coro_starting = false;
	if (outcome != ASYNC_PENDING && t->leaf)
		coro_lost(t->spawned->file, t->spawned->line, t->spawned->what,
			t->leaf); /* left by a bare return */
	task_running = NULL;
	if (outcome != ASYNC_PENDING)
		task_finish(t, outcome);
	else if (t->state == TASK_RUNNING)
		waits_for_nothing(t);
	if (debug.on)
		debug_step_ended(t);
}

void task_spawn(struct task *t, coro_fn *fn, void *frame, const char *name, const struct site *spawned)
{
	*t = (struct task){.handle.run = task_step,
		.fn = fn,
		.frame = frame,
		.name = name,
		.spawned = spawned,
		.id = ++loop.workers};
	list_init(&t->awaiting);
	list_init(&t->watchers);
	enroll(t);
	trace_spawn(t);
	set_state(t, TASK_NEW);
	loop_call_soon(&t->handle);
}

void coro_leave_tasks(struct coro *c, const char *file, int line, const char *func)
{
	struct list *next;

	for (struct list *l = task_all.next; l != &task_all; l = next) {
		struct task *t = container_of(l, struct task, all);

		next = l->next;
		if (t->owner == c && t->telling) {
			loop_call_off(&t->handle); /* it is done, and its memory goes: it tells now */
			tell_watchers(t);
		} else if (t->owner == c) {
			fprintf(stderr,
				"%s:%d %s: returns, but task %u (%s) in its frame still runs (created at "
				"%s:%d)\n",
				file, line, func, t->id, t->name, t->spawned->file, t->spawned->line);
		}
	}
	if (c->tasks)
		abort();
}

/* ---- waiting, waking, cancelling ---- */

/* Tasks that wait for each other in a ring would pass a cancel round for ever: the one it comes back to
 * ends its own wait. */
static void deliver_cancel(struct task *t, bool came_back)
{
	struct waiter *w = t->waiting;

	if (w->kind->cancel && !came_back) {
		w->kind->cancel(w); /* passed on: this wait ends when that one has */
	} else {
		w->task = NULL; /* this wait is over, and no uncancel brings it back; suspend will tell */
		make_ready(t);
	}
	t->must_cancel = false;
}

bool task_cancel(struct task *t)
{
	bool waits = t->state == TASK_WAITING, came_back = waits && t->must_cancel;

	if (t->state == TASK_DONE)
		return false;
	t->cancelling++;
	trace_cancel(t);
	t->must_cancel = true;
	if (waits)
		deliver_cancel(t, came_back);
	return true;
}

int task_uncancel(struct task *t)
{
	if (t->cancelling > 0 && --t->cancelling == 0)
		t->must_cancel = false;
	return t->cancelling;
}

async suspend(struct waiter *self, const struct wait_kind *kind)
{
	struct task *t = task_running;
	bool cancelled = t->must_cancel;

	if (!coro_starting) { /* the loop has called the whole chain of coroutines again, down to here */
		cancelled = cancelled || !self->task;
		co_resumed(t);
		t->must_cancel = false;
		return cancelled ? ASYNC_CANCELLED : ASYNC_OK;
	}
	*self = (struct waiter){t, kind};
	t->waiting = self;
	set_state(t, TASK_WAITING);
	co_suspended(t);
	if (cancelled) /* it cancelled itself and went on: this is the next await */
		deliver_cancel(t, false);
	return ASYNC_PENDING; /* who runs next: the supervisor */
}

static const struct wait_kind waits_for_turn = {.what = "its next turn"};

async suspend_turn(struct waiter *self)
{
	bool pausing = coro_starting;
	enum status outcome = suspend(self, &waits_for_turn);

	if (pausing)
		waiter_wake(self); /* behind all who are ready already */
	return outcome;
}

void waiter_wake(struct waiter *w)
{
	if (!w->task || w->task->waiting != w)
		return;
	trace_wake(w->task);
	make_ready(w->task);
}

/* ---- waiting for a task ---- */

void task_link(struct task_link *l, struct task *t, void (*on_done)(struct task_link *))
{
	l->task = t;
	l->on_done = on_done;
	list_append(&t->watchers, &l->link);
	if (t->state == TASK_DONE && !t->telling) {
		enroll(t);
		tell_soon(t);
	}
}

void task_unlink(struct task_link *l)
{
	list_remove(&l->link);
}
