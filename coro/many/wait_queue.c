/* wait_queue.c - a list of those who wait, and the one way out of it at its head. */
#include "coro/many/wait_queue.h"

async wait_queue_join(struct list *line, const struct wait_kind *kind, bool *called)
{
	enum status err;

	ASYNC(struct wait_place place);
	list_append(line, &my->place.link);
	AWAIT_CATCH_ALL(err, task_suspend(&my->place.wait, kind));
	list_remove(&my->place.link); /* cancelled: still in the line; called: out of it, and this does nothing */
	*called = my->place.called;
	ASYNC_RAISE(err);
	ASYNC_END;
}

bool wait_queue_wake(struct list *line)
{
	while (!list_empty(line)) {
		struct wait_place *first = container_of(line->next, struct wait_place, link);

		list_remove(&first->link);
		if (!first->wait.task)
			continue; /* cancelled, and on its way out */
		first->called = true;
		task_wake(&first->wait);
		return true;
	}
	return false;
}

void wait_queue_wake_all(struct list *line)
{
	while (wait_queue_wake(line))
		;
}
