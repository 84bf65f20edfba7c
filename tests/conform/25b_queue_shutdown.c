/* Rule 25: nothing more can be put into a queue that is shut down; what is in it can be taken, and then no
 * more. */
#include "coro/queue.h"
#include "tests/conform/conform.h"

struct user {
	struct coro coro;
	struct queue *queue;
	struct queue_wait wait;
	int i;
	void *thing;
};

static async put(struct user *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	AWAIT_CATCH(err, queue_put(&self->wait, self->queue, &self->i));
	say("put %d: %s", self->i, status_name(err));
	ASYNC_END;
}
ASYNC_TASK(put);

static async get(struct user *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	AWAIT_CATCH(err, queue_get(&self->wait, self->queue, &self->thing));
	say("get: %s, in the queue: %u", status_name(err), self->queue->count);
	ASYNC_END;
}
ASYNC_TASK(get);

struct async_main {
	struct coro coro;
	struct queue queue;
	void *slots[1];
	struct user users[4];
	struct task task;
	struct task_wait wait;
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	for (int i = 0; i < 4; i++)
		self->users[i] = (struct user){.i = i, .queue = &self->queue};
	queue_init(&self->queue, self->slots, 1);
	AWAIT(put(&self->users[0]));
	task_create(&self->task, put, &self->users[1], "put");
	AWAIT(sleep_ms(&self->sleep, 10));
	queue_shutdown(&self->queue, false);
	AWAIT(task_await(&self->wait, &self->task));
	AWAIT(get(&self->users[3]));
	AWAIT(put(&self->users[2]));
	AWAIT(get(&self->users[3]));
	queue_init(&self->queue, self->slots, 1);
	task_create(&self->task, get, &self->users[3], "get");
	AWAIT(sleep_ms(&self->sleep, 10));
	queue_shutdown(&self->queue, false);
	AWAIT(task_await(&self->wait, &self->task));
	ASYNC_END;
}
RUN_MAIN;
