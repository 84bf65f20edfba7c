/* owner.c - which frame a task lies in, and which it points to: both must stay until the task is done. So a
 * frame is not left while something still needs it. */
#include "coro/owner.h"

const char *owner_floor;

static struct list holds;

/* Is it a C variable of the running task, or of a function that it has called? That is gone at the next
 * await. */
static bool is_fleeting(const void *memory)
{
	const char *top = __builtin_frame_address(0); /* C's stack grows downwards */

	return task_running && (const char *)memory > top && (const char *)memory < owner_floor;
}

/* The frame of the running task in which this lies; or else the frame that lent the task something, if it
 * lies in there: the task may lend it on. */
static struct coro *find_owner(const void *memory)
{
	struct coro *c = task_running ? task_running->root : NULL;
	struct coro *lender = task_running ? task_running->lender : NULL;

	while (c && !coro_has(c, memory))
		c = c->child;
	return !c && lender && coro_has(lender, memory) ? lender : c;
}

void owner_must_last(const void *memory, const char *what, const struct site *place)
{
	if (is_fleeting(memory))
		coro_abort(place,
			"%s is a C variable, which is gone at the next await: make it a field of ASYNC(…)",
			what);
}

/* ---- tasks ---- */

/* Which of two frames in one chain is the inner one? It is left first. */
static struct coro *inner(struct coro *a, struct coro *b)
{
	for (struct coro *c = a; c && b; c = c->child)
		if (c == b)
			return b;
	return a ? a : b;
}

void owner_task_starts(struct task *t, const struct task_entry *entry, const void *args)
{
	const void *const *word = args;

	owner_must_last(t, "the task", t->spawned);
	owner_must_last(t->name, "the task's name", t->spawned);
	t->owner = find_owner(t);
	t->lender = find_owner(t->name);
	for (unsigned points = entry->points; points; points >>= 1, word++) {
		if (!(points & 1))
			continue;
		owner_must_last(*word, "what an argument of the task points to", t->spawned);
		t->lender = inner(t->lender, find_owner(*word));
	}
	if (t->lender)
		t->lender->held++;
}

void owner_task_done(struct task *t)
{
	if (t->lender)
		t->lender->held--;
	t->lender = NULL;
}

/* ---- others ---- */

void owner_hold(struct hold *h, const void *memory, const char *what, const struct site *made)
{
	owner_must_last(memory, what, made);
	*h = (struct hold){.owner = find_owner(memory), .what = what, .made = made};
	if (!h->owner)
		return;
	if (!made) /* the await in that frame is the reader's own line */
		h->made = h->owner->at ? h->owner->at : task_site();
	h->owner->held++;
	list_append(&holds, &h->link);
}

void owner_let_go(struct hold *h)
{
	if (h->owner)
		h->owner->held--;
	h->owner = NULL;
	list_remove(&h->link);
}

/* ---- a frame is left ---- */

/* A task that has not begun holds nothing, so nothing is lost without it. A coroutine that was cancelled,
 * with Ctrl-C say, before its tasks had their first turn may leave them: they never run, as if asyncio.run
 * had cancelled them. */
static bool may_be_left(const struct task *t, const struct coro *c)
{
	return t->state == TASK_NEW && (c->raised == ASYNC_CANCELLED || t->must_cancel);
}

/* Its first step, which stands in the ready queue, is made at once: cancelled, it only ends the task. */
static void never_begin(struct task *t)
{
	if (!t->must_cancel)
		task_cancel(t); /* only marks it: it does not wait */
	loop_call_off(&t->handle);
	t->handle.run(&t->handle);
	task_notify_now(t);
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
 * aborts. */
void owner_leave(struct coro *c, int line)
{
	const struct site at = {c->fn->file, c->fn->func, NULL, line};
	struct list *next;

	for (struct list *l = task_all.next; l != &task_all; l = next) {
		struct task *t = container_of(l, struct task, all);
		bool needs = t->owner == c || t->lender == c;

		next = l->next;
		if (t->state == TASK_DONE && (needs || tells_into(t, c)))
			task_notify_now(t); /* its memory goes, or the memory of a wait for its end */
		else if (needs && may_be_left(t, c))
			never_begin(t);
		else if (needs)
			coro_abort(&at, "returns, but task %u (%s) %s still runs (created at %s:%d)", t->id,
				t->name, t->owner == c ? "in its frame" : "with a pointer to its frame",
				t->spawned->file, t->spawned->line);
	}
	for (struct list *l = list_first(&holds); l != &holds; l = l->next) {
		const struct hold *h = container_of(l, struct hold, link);

		if (h->owner == c)
			coro_abort(&at, "returns, but %s in its frame is still open (opened at %s:%d)",
				h->what, h->made->file, h->made->line);
	}
}
