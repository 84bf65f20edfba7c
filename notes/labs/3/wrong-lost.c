/* Mistake: a worker that was handed a permit and is cancelled before it runs takes the permit with it. */
// in: coro/many/locks.c
// says: a permit is lost: a wait may end with a cancel and with my->called set

async semaphore_acquire(struct semaphore *s)
{
	enum status err;

	ASYNC(bool called);
	if (s->value > 0 && s->called == 0) {
		s->value--;
		ASYNC_RETURN();
	}
	AWAIT_CATCH_ALL(err, wait_queue_join(&s->waiting, &waits_for_permit, &my->called));
	s->called -= my->called;
	ASYNC_RAISE(err);
	ASYNC_END;
}
