/* task.c - how a task waits, is woken, and is cancelled. */
#include "coro/task.h"
#include "loop/watcher.h"

void task_set_state(struct task *t, enum task_state state)
{
	t->state = state; /* nothing else sets it */
	t->since = loop.now;
}

static void make_ready(struct task *t, bool woken)
{
	task_set_state(t, TASK_READY); /* it waits no more, but does not run yet */
	t->waiting = NULL;
	WATCH(ready, (t, woken));
	loop_call_soon(&t->handle); /* who runs next: the caller; the loop calls task_step later */
}

void task_see(struct task *t)
{
	WATCH(looked_at, (t));
}

/* Ends the wait of t, or passes the cancel on to what t waits for. Tasks that wait for each other in a ring
 * would pass it round for ever: the task that it comes back to ends its own wait. */
static void deliver_cancel(struct task *t)
{
	struct wait *w = t->waiting;

	if (w->kind->cancel && !t->passing) {
		t->passing = true;
		t->must_cancel = !w->kind->cancel(w); /* this wait ends when that one has */
		t->passing = false;
	} else {
		w->task = NULL; /* the wait is over, and no uncancel brings it back: task_suspend sees this */
		t->must_cancel = false;
		make_ready(t, false); /* its task_suspend returns ASYNC_CANCELLED */
	}
}

bool task_cancel(struct task *t)
{
	if (t->state == TASK_DONE)
		return false;
	t->cancelling++;
	WATCH(cancel, (t));
	t->must_cancel = true; /* a task that does not wait now finds this at its next await */
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

/* The loop has called the whole chain again, down to here. (A function of its own: each of the two then saves
 * few registers.) */
static __attribute__((noinline)) enum status go_on(struct wait *self)
{
	struct task *t = task_running;
	bool cancelled = t->must_cancel || !self->task;

	coro_resuming = false;
	if (*coro_next)
		coro_lost(__FILE__, __LINE__, __func__, *coro_next);
	self->task = NULL; /* this wait is over */
	t->must_cancel = false;
	co_resumed(t); /* who runs next: the coroutine that awaited us, behind its AWAIT */
	return cancelled ? ASYNC_CANCELLED : ASYNC_OK;
}

static const struct wait_kind waits_for_turn = {.what = "its next turn"};

async task_suspend(struct wait *self, const struct wait_kind *kind)
{
	struct task *t;

	if (coro_resuming)
		return go_on(self);
	t = task_running;
	if (self->task)
		coro_abort(NULL, "task %u (%s) waits for what task %u (%s) waits for, but only one may",
			t->id, t->name, self->task->id, self->task->name);
	self->kind = kind;
	t->waiting = self; /* task_wake and task_cancel find the wait here */
	self->task = t;
	task_set_state(t, TASK_WAITING);
	coro_next = &coro_nowhere; /* no coroutine may start until the loop resumes a task */
	co_suspended(t);
	if (t->must_cancel) /* it cancelled itself and went on: this is the next await */
		deliver_cancel(t);
	else if (t->waiting->kind == &waits_for_turn)
		make_ready(t, true); /* behind all that is ready already */
	return ASYNC_PENDING; /* who runs next: our callers return it too, down to the loop */
}

async task_suspend_turn(struct wait *self)
{
	return task_suspend(self, &waits_for_turn); /* no await: the call itself is passed on */
}

void task_wake(struct wait *w)
{
	if (w->task && w->task->waiting == w) /* else it was cancelled, or woken, already */
		make_ready(w->task, true);
}
