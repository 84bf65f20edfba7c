/* thread.c - a call on a helper thread. It may outlive its caller, so it lies on the heap, with a copy of its
 * argument. */
#include "coro/many/thread.h"
#include "coro/task.h"
#include "loop/offload.h"

#include <stdlib.h>
#include <string.h>

struct call {
	struct offload job;
	struct wait *waiting; /* in the caller's frame; NULL: the caller waits no more */
	bool is_done;         /* the thread has ended */
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

static void finish(struct offload *job)
{
	struct call *c = container_of(job, struct call, job);

	c->is_done = true;
	if (c->waiting)
		task_wake(c->waiting); /* who runs next: the caller, in a later step; it frees the call */
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
	*my->call = (struct call){{work, finish, discard, NULL, 0}, &my->wait, false, fn, drop, ASYNC_OK};
	memcpy(my->call->arg, arg, size);
	if (offload_start(&my->call->job) < 0) {
		free(my->call);
		ASYNC_RAISE(ASYNC_E_SYSTEM);
	}
	AWAIT_CATCH_ALL(err, task_suspend(&my->wait, &waits_for_thread)); /* others run, and the thread too */
	if (err) { /* cancelled: the thread or we, whichever ends last, frees the call */
		my->call->waiting = NULL;
		if (my->call->is_done)
			discard(&my->call->job);
		ASYNC_RAISE(err);
	}
	memcpy(arg, my->call->arg, size);
	err = my->call->result;
	free(my->call);
	ASYNC_RAISE(err);
	ASYNC_END;
}
