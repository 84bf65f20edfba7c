/* step.c - how the loop runs a task: its beginning, each step, its end. */
#include "coro/owner.h"
#include "coro/task.h"
#include "loop/watcher.h"

#include <string.h>

/* ---- the end of a task ---- */

static void task_finish(struct task *t, enum status result)
{
	task_stack_free(t);
	/* It cancelled itself, or was cancelled, after its last await: asyncio lets the cancel win over
	 * a return, not over an error. */
	if (t->must_cancel && result == ASYNC_OK)
		result = ASYNC_CANCELLED;
	t->must_cancel = false;
	t->result = result;
	owner_task_done(t);
	task_set_state(t, TASK_DONE); /* it never runs again */
	WATCH(done, (t));
	task_call_watchers(t); /* wakes the tasks that await it */
}

/* ---- one step: from the loop into the task, until it pauses or ends ---- */

static void task_step(struct handle *h)
{
	struct task *t = container_of(h, struct task, handle);
	enum status outcome;

	coro_resuming = t->state != TASK_NEW; /* true until task_suspend, the innermost call, is reached */
	if (!coro_resuming && t->must_cancel) { /* cancelled before its first step: nothing of it runs */
		task_finish(t, ASYNC_CANCELLED);
		return;
	}
	WATCH(step_begin, (t));
	task_set_state(t, TASK_RUNNING); /* until it waits again, or is done */
	task_running = t;
	task_from = t->root ? t->root->at : t->spawned;
	owner_floor = __builtin_frame_address(0);
	coro_next = &t->root; /* the outermost coroutine starts here, or is found here again */
	if (!coro_resuming)
		WATCH(start, (t));
	outcome = t->fn(t->args); /* who runs next: the task; it returns here when it waits or is done */
	if ((outcome != ASYNC_PENDING || coro_resuming) && t->root) /* left by a bare return */
		coro_lost(t->root->fn->file, t->root->fn->line, t->root->fn->func, t->root);
	task_running = NULL;
	if (outcome != ASYNC_PENDING) {
		coro_next = &coro_nowhere;
		task_finish(t, outcome);
	} else if (t->state == TASK_RUNNING) {
		coro_abort(t->spawned, "task %u (%s) returned ASYNC_PENDING but waits for nothing", t->id,
			t->name);
	}
	WATCH(step_end, (t));
}

/* ---- its beginning ---- */

void task_spawn(struct task *t, const struct task_entry *entry, const void *args, const char *name,
	const struct site *spawned)
{
	size_t below = loop.record ? sizeof(struct task_times) : 0;

	if (t->handle.run == task_step && t->all.next) /* it stands in task_all */
		coro_abort(spawned, "task %u (%s) is started again, but %s (created at %s:%d)", t->id,
			t->name, t->state == TASK_DONE ? "not all have been told of its end" : "still runs",
			t->spawned->file, t->spawned->line);
	*t = (struct task){.handle.run = task_step,
		.fn = entry->fn,
		.name = name,
		.spawned = spawned,
		.is_timed = loop.record,
		.id = ++loop.workers};
	list_init(&t->watchers);
	owner_task_starts(t, entry, args);
	task_enroll(t);
	task_set_state(t, TASK_NEW); /* until its first step */
	t->args = (char *)task_stack_begin(t, below + entry->size) + below;
	memcpy(t->args, args, entry->size);
	WATCH(spawn, (t));
	loop_call_soon(&t->handle); /* who runs next: the caller goes on; t begins in a later step */
}
