/* leave.c - the last step of a coroutine: its frame goes, unless something still needs it. */
#include "coro/owner.h"

#include <stdio.h>
#include <stdlib.h>

static void still_runs(const struct task *t, const struct coro *c, int line)
{
	fprintf(stderr, "%s:%d %s: returns, but task %u (%s) %s still runs (created at %s:%d)\n", c->fn->file, line,
		c->fn->func, t->id, t->name, t->owner == c ? "in its frame" : "with a pointer to its frame",
		t->spawned->file, t->spawned->line);
}

/* A task that has not begun holds nothing, so nothing is lost without it. A coroutine that was cancelled,
 * with Ctrl-C say, before its tasks had their first turn may leave them: they never run, as if asyncio.run
 * had cancelled them. */
static bool may_be_left(const struct task *t, const struct coro *c)
{
	return t->state == TASK_NEW && (c->raised == ASYNC_CANCELLED || t->must_cancel);
}

/* Does a wait in this frame want to be told of the task's end? */
static bool tells_into(const struct task *t, const struct coro *c)
{
	const struct list *l = t->watchers.next;

	while (l != &t->watchers && !coro_has(c, container_of(l, const struct task_link, link)->wait))
		l = l->next;
	return l != &t->watchers;
}

/* Tasks in this frame that are done tell their watchers now; if one still runs, or something is open, this
 * aborts. It is rarely called, and a function of its own, so that other coroutines do not pay for saving its
 * registers. */
static __attribute__((noinline)) void leave_held(struct coro *c, int line)
{
	struct list *next;

	for (struct list *l = task_all.next; l != &task_all; l = next) {
		struct task *t = container_of(l, struct task, all);
		bool needs = t->owner == c || t->lender == c;

		next = l->next;
		if (t->state == TASK_DONE && (needs || tells_into(t, c)))
			task_notify_now(t); /* its memory goes, or the memory of a wait for its end */
		else if (needs && may_be_left(t, c))
			task_never_begin(t);
		else if (needs)
			still_runs(t, c, line);
	}
	owner_name_holds(c, line);
	if (c->held > 0)
		abort();
}

enum status coro_leave(struct coro *c, struct coro **hook, int line)
{
	enum status outcome;

	if (c->open)
		coro_lost(c->fn->file, line, c->fn->func, c);
	if (c->held)
		leave_held(c, line);
	outcome = c->raised == ASYNC_RETURNING ? ASYNC_OK : (enum status)c->raised;
	*hook = NULL;
	coro_next = hook;
	task_stack_give(task_running, c, c->fn->size);
	return outcome;
}
