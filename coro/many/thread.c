/* thread.c - a call on a helper thread. It may outlive its caller, so it lies on the heap, with a copy of its
 * argument. */
#include "coro/many/thread.h"
#include "coro/task.h"
#include "loop/offload.h"

#include <stdlib.h>
#include <string.h>

struct call {
	struct offload job;
	struct wait *waiting; /* in the caller's frame; NULL: the thread has ended, or the caller has left */
	enum status (*fn)(void *);
	void (*drop)(void *);
	enum status result;
	_Alignas(CORO_ALIGN) char arg[];
};

static void work(struct offload *job) /* on the helper thread */
{
	struct call *c = container_of(job, struct call, job);

	c->result = c->fn(c->arg);
}

static void discard(struct offload *job)
{
	struct call *c = container_of(job, struct call, job);

	if (c->drop)
		c->drop(c->arg);
	free(c);
}

/* The thread has ended, or the caller leaves cancelled: whichever comes last frees the call. */
static void finish(struct offload *job)
{
	struct call *c = container_of(job, struct call, job);
	struct wait *waiting = c->waiting;

	c->waiting = NULL;
	if (waiting) /* who runs next: the caller, in a later step; but a caller that leaves is not woken */
		task_wake(waiting);
	else
		discard(job);
}

static const struct wait_kind waits_for_thread = {.what = "a thread"};

async to_thread_sized(enum status (*fn)(void *arg), void *arg, size_t size, void (*drop)(void *arg))
{
	enum status err;

	ASYNC(struct wait wait; struct call *call);
	my->call = aligned_alloc(CORO_ALIGN, CORO_ROUND(sizeof *my->call + size));
	if (!my->call)
		ASYNC_RAISE(ASYNC_E_SYSTEM);
	*my->call = (struct call){{work, finish, discard, NULL, 0}, &my->wait, fn, drop, ASYNC_OK};
	memcpy(my->call->arg, arg, size);
	if (offload_start(&my->call->job) < 0) {
		free(my->call);
		ASYNC_RAISE(ASYNC_E_SYSTEM);
	}
	AWAIT_CATCH_ALL(err, task_suspend(&my->wait, &waits_for_thread)); /* others run, and the thread too */
	if (err) { /* cancelled: the thread runs on, or has just ended */
		finish(&my->call->job);
		ASYNC_RAISE(err);
	}
	memcpy(arg, my->call->arg, size);
	err = my->call->result;
	free(my->call);
	ASYNC_RAISE(err);
	ASYNC_END;
}
