/* all_tasks.c - the list of tasks that are not over yet, and how a task's end is told. */
#include "coro/task.h"

struct list task_all = {&task_all, &task_all};

void task_enroll(struct task *t)
{
	if (t->owner)
		t->owner->held++;
	list_append(&task_all, &t->all);
}

/* Is the task done, and has everything that watches it been told? Then its memory may go. */
static void close_if_told(struct task *t)
{
	if (t->state != TASK_DONE || !list_empty(&t->watchers))
		return;
	list_remove(&t->all); /* it may be started again */
	if (t->owner)
		t->owner->held--;
}

static void notify(struct handle *h)
{
	struct task_link *l = container_of(h, struct task_link, handle);

	list_remove(&l->link);
	h->run = NULL;
	close_if_told(l->task);
	l->on_done(l);
}

static void notify_soon(struct task_link *l)
{
	l->handle.run = notify;
	loop_call_soon(&l->handle); /* who runs next: the caller goes on; the loop calls notify later */
}

/* In order of arrival, as asyncio calls a future's callbacks: a task that awaits this one becomes ready, and
 * a function that watches it is called soon. */
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
			task_wake(l->wait); /* it was in task_await, and goes on in a later step */
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
