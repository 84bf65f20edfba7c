/* roll.c - who is not done yet, or done but not told to all; and how an end is told. */
#include "coro/task.h"

#include <stdio.h>
#include <stdlib.h>

struct list task_all = {&task_all, &task_all};

/* ---- the roll: who is not done, or done and not told ---- */

/* The frame among the running task's in whose memory t lies: t must be done before that one returns. */
static struct coro *find_owner(const struct task *t)
{
	struct coro *c = task_running ? task_running->root : NULL;

	for (; c; c = c->child)
		if ((const char *)t >= (const char *)c && (const char *)t < (const char *)c + c->fn->size)
			break;
	return c;
}

void task_enroll(struct task *t)
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

/* ---- telling of an end ---- */

/* Done, and told to all? Then its memory may go. */
static void close_if_told(struct task *t)
{
	if (t->state == TASK_DONE && list_empty(&t->watchers))
		strike_off(t);
}

static void tell(struct handle *h)
{
	struct task_link *l = container_of(h, struct task_link, handle);

	list_remove(&l->link);
	h->run = NULL;
	close_if_told(l->task);
	l->on_done(l);
}

static void tell_soon(struct task_link *l)
{
	l->handle.run = tell;
	loop_call_soon(&l->handle);
}

/* Each in its turn, as asyncio calls a future's callbacks: who awaits the task is made ready, who watches it
 * is told. */
void task_call_watchers(struct task *t)
{
	struct list *next;

	for (struct list *at = t->watchers.next; at != &t->watchers; at = next) {
		struct task_link *l = container_of(at, struct task_link, link);

		next = at->next;
		if (l->on_done) {
			tell_soon(l);
		} else {
			list_remove(&l->link);
			waiter_wake(l->waiter);
		}
	}
	close_if_told(t);
}

void task_link(struct task_link *l, struct task *t, void (*on_done)(struct task_link *))
{
	bool told = list_empty(&t->watchers);

	*l = (struct task_link){.task = t, .on_done = on_done};
	list_append(&t->watchers, &l->link);
	if (t->state != TASK_DONE)
		return;
	if (told)
		task_enroll(t);
	tell_soon(l);
}

void task_unlink(struct task_link *l)
{
	if (!l->link.next)
		return;
	list_remove(&l->link);
	if (!l->handle.run)
		return;
	loop_call_off(&l->handle);
	l->handle.run = NULL;
	close_if_told(l->task);
}

/* ---- a frame that is left ---- */

static void tell_now(struct task_link *l)
{
	loop_call_off(&l->handle);
	tell(&l->handle);
}

void coro_leave_tasks(struct coro *c, int line)
{
	struct list *next;

	for (struct list *l = task_all.next; l != &task_all; l = next) {
		struct task *t = container_of(l, struct task, all);

		next = l->next;
		if (t->owner == c && t->state == TASK_DONE) { /* its memory goes: it tells now */
			while (!list_empty(&t->watchers))
				tell_now(container_of(t->watchers.next, struct task_link, link));
		} else if (t->owner == c) {
			fprintf(stderr,
				"%s:%d %s: returns, but task %u (%s) in its frame still runs (created at "
				"%s:%d)\n",
				c->fn->file, line, c->fn->func, t->id, t->name, t->spawned->file, t->spawned->line);
		}
	}
	if (c->tasks)
		abort();
}
