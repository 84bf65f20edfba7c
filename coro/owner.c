/* owner.c - which frame a task lies in, and which it points to: both must stay until the task is done. */
#include "coro/owner.h"

#include <stdio.h>
#include <stdlib.h>

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
	if (!is_fleeting(memory))
		return;
	coro_name_place(place ? place : task_site());
	fprintf(stderr, "%s is a C variable, which is gone at the next await: make it a field of ASYNC(…)\n", what);
	abort();
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

void owner_name_holds(const struct coro *c, int line)
{
	for (struct list *l = list_first(&holds); l != &holds; l = l->next) {
		const struct hold *h = container_of(l, struct hold, link);

		if (h->owner == c)
			fprintf(stderr, "%s:%d %s: returns, but %s in its frame is still open (opened at %s:%d)\n",
				c->fn->file, line, c->fn->func, h->what, h->made->file, h->made->line);
	}
}
