/* Rule 2: call_soon is a queue, and what a callback queues runs in the next turn: a b main a'. */
#include "tests/house/conform/conform.h"

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

static async async_main(void)
{
	ASYNC(struct callback a, b, then);
	my->then = (struct callback){{.run = call}, "a'", NULL};
	my->a = (struct callback){{.run = call}, "a", &my->then};
	my->b = (struct callback){{.run = call}, "b", NULL};
	loop_call_soon(&my->a.handle);
	loop_call_soon(&my->b.handle);
	AWAIT(sleep_ms(0));
	say("main");
	AWAIT(sleep_ms(0));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
