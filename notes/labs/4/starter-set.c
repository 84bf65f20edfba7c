// in: coro/many/set.c

/* A task of the set has ended, and is no longer among those that run. Yours: where does it go, and who is woken? */
static void set_member_done(struct task_link *in)
{
	struct set_link *member = container_of(in, struct set_link, in);
	struct task_set *self = member->set;

	list_remove(&member->link);
	if (--self->nrunning == 0)
		owner_let_go(&self->hold);
	note_result(self, in->task);
}

/* Yours: coro/many/gather.h says what it does. */
struct task *task_set_take(struct task_set *self)
{
	(void)self;
	return NULL;
}
