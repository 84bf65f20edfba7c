// in: coro/many/locks.c
// without: hand_over

/* Yours: coro/many/locks.h says what it does, and coro/many/wait_queue.h how one waits in line. As it is here, everybody
 * is let in. */
async semaphore_acquire(struct semaphore *s)
{
	ASYNC(bool called);
	(void)my->called;
	(void)waits_for_permit;
	if (!s->waiting.next)
		owner_blame("semaphore_acquire: semaphore_init was not called");
	ASYNC_END;
}

/* Yours: coro/many/locks.h says what it does. */
void semaphore_release(struct semaphore *s)
{
	if (s->is_lock && s->value + s->called > 0)
		owner_blame("lock_release: the lock is not locked");
}
