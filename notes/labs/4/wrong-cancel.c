/* Mistake: a task is taken off the set even if the wait was cancelled: nobody will ever take it again. */
// in: coro/many/gather.c
// says: what it took would be lost

async as_completed(struct task_set *self, struct task **done)
{
	enum status err = ASYNC_OK;

	ASYNC();
	*done = NULL;
	if (task_set_left(self) == 0)
		ASYNC_RAISE(ASYNC_E_INVALID);
	if (self->ndone == 0) {
		self->mode = WAIT_FIRST_COMPLETED;
		if (self->is_bounded)
			timer_start_at(&self->timer, self->deadline, self->deadline_seq, stop_waiting);
		AWAIT_CATCH_ALL(err, task_suspend(&self->wait, &waits_for_next));
		timer_cancel(&self->timer);
	}
	*done = task_set_take(self);
	ASYNC_RAISE(err ? err : *done ? task_result(*done) : ASYNC_TIMEOUT);
	ASYNC_END;
}
