/* all_tasks.c - who is not done yet, or done but not told to all; and how an end is told. */
#include "coro/task.h"

struct list task_all = {&task_all, &task_all};

/* ---- who stands there ---- */

void task_enroll(struct task *t)
{
	if (t->owner)
		t->owner->held++;
	list_append(&task_all, &t->all);
}

/* ---- telling of an end ---- */

/* Done, and told to all? Then its memory may go. */
static void close_if_told(struct task *t)
{
	if (t->state != TASK_DONE || !list_empty(&t->watchers))
		return;
	list_remove(&t->all);
	t->handle.run = NULL; /* it may be started again */
	if (t->owner)
		t->owner->held--;
}

static void notify(struct handle *h)
{
	struct task_link *l = container_of(h, struct task_link, handle);

	list_remove(&l->link);
	h->run = NULL;
	close_if_told(l->task);
	if (l->on_done)
		l->on_done(l);
	else if (l->wait)
		task_wake(l->wait);
}

static void notify_soon(struct task_link *l)
{
	l->handle.run = notify;
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
			notify_soon(l);
		} else {
			list_remove(&l->link);
			task_wake(l->wait);
		}
	}
	close_if_told(t);
}

/* It stands in a handle that is in no queue, and marks a task that is done, told, and watched anew. */
static void to_be_told(struct handle *h)
{
	(void)h;
	loop_fatal("a task that is done was made ready");
}

bool task_is_awaited(const struct task *t)
{
	return t->handle.run == to_be_told;
}

void task_link(struct task_link *l, struct task *t, void (*on_done)(struct task_link *))
{
	bool told = list_empty(&t->watchers);

	*l = (struct task_link){.task = t, .on_done = on_done};
	list_append(&t->watchers, &l->link);
	if (t->state != TASK_DONE)
		return;
	if (told) {
		task_enroll(t);
		t->handle.run = to_be_told;
	}
	notify_soon(l);
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

void task_notify_now(struct task *t)
{
	bool is_last = list_empty(&t->watchers);

	while (!is_last) { /* the last one may free the task */
		struct task_link *l = container_of(t->watchers.next, struct task_link, link);

		is_last = l->link.next == &t->watchers;
		loop_call_off(&l->handle);
		notify(&l->handle);
	}
}
