/* await.c - one worker waits for another. */
#include "coro/task.h"

#include <stdio.h>

static void cancel_awaited_task(struct waiter *w)
{
	task_cancel(container_of(w, struct task_wait, wait)->task);
}

static size_t describe_task(const struct waiter *w, char *text, size_t room)
{
	const struct task *t = container_of(w, const struct task_wait, wait)->task;

	return (size_t)snprintf(text, room, "task %u %s", t->id, t->name);
}

static async await_end(struct task_wait *self, struct task *t, const struct wait_kind *kind)
{
	enum status err;

	ASYNC_BEGIN(self);
	if (t->state == TASK_DONE) /* as in asyncio, what is done already costs no turn of the loop */
		ASYNC_RAISE(task_result(t));
	self->task = t;
	list_append(&t->awaiting, &self->link);
	AWAIT_CATCH(err, suspend(&self->wait, kind));
	list_remove(&self->link);
	ASYNC_RAISE(err ? err : task_result(t));
	ASYNC_END;
}

static const struct wait_kind waits_for_task = {
	.what = "a task", .cancel = cancel_awaited_task, .describe = describe_task, .by_worker = true};

async task_await(struct task_wait *self, struct task *t)
{
	return await_end(self, t, &waits_for_task);
}

static const struct wait_kind shields_task = {
	.what = "a task, shielded", .describe = describe_task, .by_worker = true};

async shield(struct task_wait *self, struct task *t)
{
	return await_end(self, t, &shields_task);
}

struct task *task_awaited(const struct waiter *w)
{
	bool is_task = w->kind == &waits_for_task || w->kind == &shields_task;

	return is_task ? container_of(w, const struct task_wait, wait)->task : NULL;
}
