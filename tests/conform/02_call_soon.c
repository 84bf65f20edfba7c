/* Rule 2: call_soon is a queue, and what a callback queues runs in the next turn: a b main a'. */
#include "tests/conform/conform.h"

struct callback {
	struct handle handle;
	const char *name;
	struct callback *then;
};

static void call(struct handle *h)
{
	struct callback *self = container_of(h, struct callback, handle);

	say("%s", self->name);
	if (self->then)
		loop_call_soon(&self->then->handle);
}

struct async_main {
	struct coro coro;
	struct sleep sleep;
	struct callback a, b, c;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	self->c = (struct callback){{.run = call}, "a'", NULL};
	self->a = (struct callback){{.run = call}, "a", &self->c};
	self->b = (struct callback){{.run = call}, "b", NULL};
	loop_call_soon(&self->a.handle);
	loop_call_soon(&self->b.handle);
	AWAIT(sleep_ms(&self->sleep, 0));
	say("main");
	AWAIT(sleep_ms(&self->sleep, 0));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
