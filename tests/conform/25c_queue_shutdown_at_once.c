/* Rule 25: a queue that is shut down at once forgets what was in it, and everybody who waits is told. */
#include "coro/queue.h"
#include "tests/conform/conform.h"

struct put {
	struct coro coro;
	struct queue *queue;
	struct queue_wait wait;
	int i;
};

static async put(struct put *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	AWAIT_CATCH(err, queue_put(&self->wait, self->queue, &self->i));
	say("put %d: %s", self->i, status_name(err));
	ASYNC_END;
}
ASYNC_TASK(put);

struct async_main {
	struct coro coro;
	struct queue queue;
	void *slots[2], *thing;
	struct put puts[4];
	struct task tasks[4];
	struct set_link links[4];
	struct task_set set;
	struct queue_wait wait;
	struct sleep sleep;
	int at_once;
};

static async async_main(struct async_main *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	for (self->at_once = 0; self->at_once <= 1; self->at_once++) {
		queue_init(&self->queue, self->slots, 2);
		task_set_init(&self->set);
		for (int i = 0; i < 4; i++) {
			self->puts[i] = (struct put){.i = i, .queue = &self->queue};
			task_create(&self->tasks[i], put, &self->puts[i], "put");
			task_set_add(&self->set, &self->links[i], &self->tasks[i]);
		}
		AWAIT(sleep_ms(&self->sleep, 10));
		queue_shutdown(&self->queue, self->at_once);
		AWAIT(gather(&self->set));
		say("in the queue: %u", self->queue.count);
		AWAIT_CATCH(err, queue_get(&self->wait, &self->queue, &self->thing));
		say("get: %s", status_name(err));
	}
	ASYNC_END;
}
RUN_MAIN;
