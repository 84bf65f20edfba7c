/* Mistake: release counts up and wakes the first in line; whoever runs first takes the permit. */
// in: coro/many/locks.c
// says: who asks before the woken one runs takes the permit from under it
// without: hand_over

async semaphore_acquire(struct semaphore *s)
{
	ASYNC(bool called);
	while (s->value == 0)
		AWAIT(wait_queue_join(&s->waiting, &waits_for_permit, &my->called));
	s->value--;
	ASYNC_END;
}

void semaphore_release(struct semaphore *s)
{
	s->value++;
	wait_queue_wake(&s->waiting, 1);
}
