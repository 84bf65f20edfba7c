/* await.c - one worker waits for another. */
#include "coro/task.h"

#include <stdio.h>

static bool cancel_awaited_task(struct waiter *w)
{
	return task_cancel(container_of(w, struct task_wait, wait)->end.task);
}

static size_t describe_task(const struct waiter *w, char *text, size_t room)
{
	const struct task *t = container_of(w, const struct task_wait, wait)->end.task;

	return (size_t)snprintf(text, room, "task %u %s", t->id, t->name);
}

static const struct wait_kind waits_for_task = {.what = "a task",
	.cancel = cancel_awaited_task,
	.describe = describe_task,
	.by_worker = true};

async task_await(struct task_wait *self, struct task *t)
{
	enum status err;

	ASYNC_BEGIN(self);
	if (t->state == TASK_DONE) /* as in asyncio, what is done already costs no turn of the loop */
		ASYNC_RAISE(task_result(t));
	task_link(&self->end, t, NULL);
	self->end.waiter = &self->wait;
	AWAIT_CATCH(err, suspend(&self->wait, &waits_for_task));
	task_unlink(&self->end);
	ASYNC_RAISE(err ? err : task_result(self->end.task));
	ASYNC_END;
}

static void wake_shielded(struct task_link *end)
{
	waiter_wake(end->waiter);
}

static const struct wait_kind shields_task = {.what = "a task, shielded",
	.describe = describe_task,
	.by_worker = true};

/* asyncio puts a future of its own between the two, which costs one more turn. */
async shield(struct task_wait *self, struct task *t)
{
	enum status err;

	ASYNC_BEGIN(self);
	if (t->state == TASK_DONE)
		ASYNC_RAISE(task_result(t));
	task_link(&self->end, t, wake_shielded);
	self->end.waiter = &self->wait;
	AWAIT_CATCH(err, suspend(&self->wait, &shields_task));
	task_unlink(&self->end);
	ASYNC_RAISE(err ? err : task_result(self->end.task));
	ASYNC_END;
}

struct task *task_awaited(const struct waiter *w)
{
	bool is_task = w->kind == &waits_for_task || w->kind == &shields_task;

	return is_task ? container_of(w, const struct task_wait, wait)->end.task : NULL;
}
