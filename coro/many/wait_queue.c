/* wait_queue.c - tasks that wait in line. They are woken from its head, in order. */
#include "coro/many/wait_queue.h"

async wait_queue_join(struct list *line, const struct wait_kind *kind, bool *called)
{
	enum status err;

	ASYNC(struct wait_place place);
	list_append(line, &my->place.link);
	/* Others run until wait_queue_wake takes us. */
	AWAIT_CATCH_ALL(err, task_suspend(&my->place.wait, kind));
	list_remove(&my->place.link); /* after a cancel we still stand in line; else this does nothing */
	*called = my->place.called;
	ASYNC_RAISE(err);
	ASYNC_END;
}

unsigned wait_queue_wake(struct list *line, unsigned n)
{
	unsigned woken = 0;

	while (woken < n && !list_empty(line)) {
		struct wait_place *first = container_of(line->next, struct wait_place, link);

		list_remove(&first->link);
		if (!first->wait.task)
			continue; /* cancelled, and on its way out */
		first->called = true;
		task_wake(&first->wait); /* it runs in a later step */
		woken++;
	}
	return woken;
}
