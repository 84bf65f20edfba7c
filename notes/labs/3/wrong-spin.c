/* Mistake: whoever finds no permit looks again in each turn. So the loop never sleeps, and on the virtual clock no time
 * passes. */
// in: coro/many/locks.c
// says: it hangs: after 3 seconds it was ended
// without: hand_over

async semaphore_acquire(struct semaphore *s)
{
	ASYNC(struct wait wait);
	(void)waits_for_permit;
	while (s->value == 0)
		AWAIT(task_suspend_turn(&my->wait));
	s->value--;
	ASYNC_END;
}

void semaphore_release(struct semaphore *s)
{
	s->value++;
}
