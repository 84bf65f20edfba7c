/* await.c - one task waits for another, and looks at its result. */
#include "coro/error.h"
#include "coro/task.h"

#include <stdio.h>

enum status task_result(struct task *t)
{
	task_see(t);
	error_take(t->id, t->result, t->result);
	return t->result;
}

struct end_wait { /* one wait for a task's end */
	struct wait wait;
	struct task_link end;
};

static bool cancel_awaited_task(struct wait *w)
{
	return task_cancel(container_of(w, struct end_wait, wait)->end.task); /* our wait ends with it */
}

static size_t describe_task(const struct wait *w, char *text, size_t room)
{
	const struct task *t = container_of(w, const struct end_wait, wait)->end.task;

	return (size_t)snprintf(text, room, "task %u %s", t->id, t->name);
}

static const struct wait_kind waits_for_task = {.what = "a task",
	.cancel = cancel_awaited_task,
	.describe = describe_task,
	.by_worker = true};

static void wake_shielded(struct task_link *end)
{
	task_wake(end->wait); /* the task that is shielded has ended: the one that awaits it may go on */
}

static const struct wait_kind shields_task = {.what = "a task, shielded",
	.describe = describe_task,
	.by_worker = true};

static async wait_for_end(struct task *t, const struct wait_kind *kind, void (*on_done)(struct task_link *))
{
	enum status err;

	ASYNC(struct end_wait in);
	if (t->state == TASK_DONE) /* as in asyncio, what is done already costs no turn of the loop */
		ASYNC_RAISE(task_result(t));
	task_link(&my->in.end, t, on_done);
	my->in.end.wait = &my->in.wait;
	AWAIT_CATCH_ALL(err, task_suspend(&my->in.wait, kind)); /* others run, until t has ended */
	task_unlink(&my->in.end); /* after a cancel t still runs, and must not tell a frame that is gone */
	ASYNC_RAISE(err ? err : task_result(my->in.end.task));
	ASYNC_END;
}

async task_await(struct task *t)
{
	return wait_for_end(t, &waits_for_task, NULL);
}

/* asyncio puts a future of its own between the two, which costs one more turn. */
async shield(struct task *t)
{
	return wait_for_end(t, &shields_task, wake_shielded);
}

const struct task *task_awaited(const struct task *t)
{
	const struct wait *w = t ? t->waiting : NULL;
	bool is_task = w && (w->kind == &waits_for_task || w->kind == &shields_task);

	return is_task ? container_of(w, const struct end_wait, wait)->end.task : NULL;
}
