/* Mistake: the one that ended last is taken first. */
// in: coro/many/set.c
// says: append at its end, take from its head

struct task *task_set_take(struct task_set *self)
{
	struct list *last = list_first(&self->done);

	if (last == &self->done)
		return NULL;
	last = self->done.prev;
	list_remove(last);
	self->ndone--;
	return container_of(last, struct set_link, link)->in.task;
}
