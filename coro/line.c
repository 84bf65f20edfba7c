/* line.c - a list of those who wait, and the one way out of it at its head. */
#include "coro/line.h"

async wait_in_line(struct in_line *self, struct list *line, const struct wait_kind *kind)
{
	enum status err;

	ASYNC_BEGIN(self);
	self->called = false;
	list_append(line, &self->link);
	AWAIT_CATCH(err, suspend(&self->wait, kind));
	list_remove(&self->link); /* cancelled: still in the line; called: out of it, and this does nothing */
	ASYNC_RAISE(err);
	ASYNC_END;
}

bool wake_first(struct list *line)
{
	while (!list_empty(line)) {
		struct in_line *first = container_of(line->next, struct in_line, link);

		list_remove(&first->link);
		if (!first->wait.task)
			continue; /* cancelled, and on its way out */
		first->called = true;
		waiter_wake(&first->wait);
		return true;
	}
	return false;
}
