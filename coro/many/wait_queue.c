/* wait_queue.c - a list of those who wait, and the one way out of it at its head. */
#include "coro/many/wait_queue.h"

async wait_in_line(struct list *line, const struct wait_kind *kind, bool *called)
{
	enum status err;

	ASYNC(struct in_line place);
	list_append(line, &my->place.link);
	AWAIT_CATCH(err, suspend(&my->place.wait, kind));
	list_remove(&my->place.link); /* cancelled: still in the line; called: out of it, and this does nothing */
	*called = my->place.called;
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
