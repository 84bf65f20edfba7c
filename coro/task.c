/* task.c - how the supervisor runs a worker, and how the worker waits. */
#include "coro/task.h"
#include "coro/error.h"
#include "coro/owner.h"
#include "loop/watcher.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct task *task_running;

static void set_state(struct task *t, enum task_state state)
{
	t->state = state;
	t->since = loop.now;
}

static void make_ready(struct task *t, bool woken)
{
	set_state(t, TASK_READY);
	t->waiting = NULL;
	WATCH(ready, (t, woken));
	loop_call_soon(&t->handle);
}

/* ---- the end of a task ---- */

static void task_finish(struct task *t, enum status result)
{
	/* Cancelled itself, or was cancelled, after its last await: asyncio lets the cancel win over a
	 * return, not over an error. */
	if (t->must_cancel && result == ASYNC_OK)
		result = ASYNC_CANCELLED;
	t->must_cancel = false;
	t->result = result;
	owner_task_done(t);
	set_state(t, TASK_DONE);
	WATCH(done, (t));
	task_call_watchers(t);
}

void task_see(struct task *t)
{
	WATCH(looked_at, (t));
	t->seen = true;
}

enum status task_result(struct task *t)
{
	task_see(t);
	error_follow(t, task_running);
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
	const struct watcher *steps = watcher && watcher->step_begin ? watcher : NULL;
	bool first = t->state == TASK_NEW;
	enum status outcome;

	if (first &&
		t->must_cancel) { /* cancelled before its first step: it never runs, nor does any cleanup of it */
		task_stack_free(t);
		task_finish(t, ASYNC_CANCELLED);
		return;
	}
	if (steps)
		steps->step_begin(t);
	set_state(t, TASK_RUNNING);
	task_running = t;
	owner_floor = __builtin_frame_address(0);
	coro_next = &t->root;
	coro_resuming = !first;
	if (first)
		WATCH(start, (t));
	outcome =
		t->fn(t->args); /* who runs next: the worker; it comes back here when it waits or is done */
	if (t->root && (coro_resuming || outcome != ASYNC_PENDING)) /* left by a bare return */
		coro_lost(t->root->fn->file, t->root->fn->line, t->root->fn->func, t->root);
	task_running = NULL;
	if (outcome != ASYNC_PENDING) {
		coro_next = &coro_nowhere;
		task_stack_free(t);
		task_finish(t, outcome);
	} else if (t->state == TASK_RUNNING)
		waits_for_nothing(t);
	if (steps)
		steps->step_end(t);
}

/* Only a task that is pending runs task_step. */
static void check_not_started(const struct task *t, const struct site *spawned)
{
	if (t->handle.run != task_step)
		return;
	fprintf(stderr, "%s:%d %s: task %u (%s) is started again, but still runs (created at %s:%d)\n", spawned->file,
		spawned->line, spawned->func, t->id, t->name, t->spawned->file, t->spawned->line);
	abort();
}

void task_spawn(struct task *t, const struct task_entry *entry, const void *args, const char *name,
	const struct site *spawned)
{
	check_not_started(t, spawned);
	*t = (struct task){.handle.run = task_step,
		.fn = entry->fn,
		.name = name,
		.spawned = spawned,
		.id = ++loop.workers};
	list_init(&t->watchers);
	owner_task_starts(t, entry, args);
	task_enroll(t);
	WATCH(spawn, (t));
	set_state(t, TASK_NEW);
	t->args = memcpy(task_stack_take(t, entry->size), args, entry->size);
	loop_call_soon(&t->handle);
}

/* ---- waiting, waking, cancelling ---- */

/* Tasks that wait for each other in a ring would pass a cancel round for ever: the one it comes back to
 * ends its own wait. */
static void deliver_cancel(struct task *t)
{
	struct wait *w = t->waiting;

	if (w->kind->cancel && !t->passing) {
		t->passing = true;
		t->must_cancel = !w->kind->cancel(w); /* this wait ends when that one has */
		t->passing = false;
	} else {
		w->task = NULL; /* this wait is over, and no uncancel brings it back; task_suspend will tell */
		t->must_cancel = false;
		make_ready(t, false);
	}
}

bool task_cancel(struct task *t)
{
	if (t->state == TASK_DONE)
		return false;
	t->cancelling++;
	WATCH(cancel, (t));
	t->must_cancel = true;
	if (t->state == TASK_WAITING)
		deliver_cancel(t);
	return true;
}

int task_uncancel(struct task *t)
{
	if (t->cancelling > 0 && --t->cancelling == 0)
		t->must_cancel = false;
	return t->cancelling;
}

__attribute__((noinline)) void co_suspended(struct task *t)
{
	WATCH(suspend, (t));
}

__attribute__((noinline)) void co_resumed(struct task *t)
{
	t->resumes++;
	WATCH(resume, (t));
}

async task_suspend(struct wait *self, const struct wait_kind *kind)
{
	struct task *t = task_running;
	bool cancelled = t->must_cancel;

	if (coro_resuming) { /* the loop has called the whole chain of coroutines again, down to here */
		coro_resuming = false;
		if (*coro_next)
			coro_lost(__FILE__, __LINE__, __func__, *coro_next);
		cancelled = cancelled || !self->task;
		self->task = NULL; /* nobody waits here any more */
		co_resumed(t);
		t->must_cancel = false;
		return cancelled ? ASYNC_CANCELLED : ASYNC_OK;
	}
	*self = (struct wait){t, kind};
	t->waiting = self;
	set_state(t, TASK_WAITING);
	coro_next = &coro_nowhere;
	co_suspended(t);
	if (cancelled) /* it cancelled itself and went on: this is the next await */
		deliver_cancel(t);
	return ASYNC_PENDING; /* who runs next: the supervisor */
}

static const struct wait_kind waits_for_turn = {.what = "its next turn"};

async task_suspend_turn(struct wait *self)
{
	bool pausing = !coro_resuming;
	enum status outcome = task_suspend(self, &waits_for_turn);

	if (pausing)
		task_wake(self); /* behind all who are ready already */
	return outcome;
}

void task_wake(struct wait *w)
{
	if (!w->task || w->task->waiting != w)
		return;
	make_ready(w->task, true);
}
