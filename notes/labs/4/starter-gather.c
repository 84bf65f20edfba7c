// in: coro/many/gather.c

/* Yours: coro/many/gather.h says what it does. */
async as_completed(struct task_set *self, struct task **done)
{
	ASYNC();
	(void)self;
	*done = NULL;
	ASYNC_RAISE(ASYNC_E_INVALID);
	ASYNC_END;
}
