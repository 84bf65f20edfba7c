/* Mistake: it waits for the next end, though some have come already. */
// in: coro/many/gather.c
// says: look whether one is there before you wait for one

async as_completed(struct task_set *self, struct task **done)
{
	enum status err;

	ASYNC();
	*done = NULL;
	if (task_set_left(self) == 0)
		ASYNC_RAISE(ASYNC_E_INVALID);
	self->mode = WAIT_FIRST_COMPLETED;
	if (self->is_bounded)
		timer_start_at(&self->timer, self->deadline, self->deadline_seq, stop_waiting);
	AWAIT_CATCH_ALL(err, task_suspend(&self->wait, &waits_for_next));
	timer_cancel(&self->timer);
	if (err)
		ASYNC_RAISE(err);
	*done = task_set_take(self);
	ASYNC_RAISE(*done ? task_result(*done) : ASYNC_TIMEOUT);
	ASYNC_END;
}
