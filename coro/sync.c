/* sync.c - permits that are handed over, never grabbed. */
#include "coro/sync.h"

static const struct wait_kind waits_for_permit = {"a permit", NULL, NULL};

void semaphore_init(struct semaphore *s, unsigned permits)
{
	s->value = permits;
	list_init(&s->waiting);
}

async semaphore_acquire(struct semaphore_wait *self, struct semaphore *s)
{
	enum status err;

	ASYNC_BEGIN(self);
	self->granted = false;
	if (s->value > 0) {
		s->value--;
		ASYNC_RETURN();
	}
	list_append(&s->waiting, &self->link);
	AWAIT_CATCH(err, suspend(&self->wait, &waits_for_permit));
	list_remove(&self->link);
	if (err && self->granted)
		semaphore_release(s); /* granted and cancelled in one turn: the permit must not die with us */
	ASYNC_RAISE(err);
	ASYNC_END;
}

void semaphore_release(struct semaphore *s)
{
	struct semaphore_wait *first = container_of(s->waiting.next, struct semaphore_wait, link);

	if (list_empty(&s->waiting)) {
		s->value++;
		return;
	}
	list_remove(&first->link);
	first->granted = true;
	waiter_wake(&first->wait);
}

async semaphore_exit(struct semaphore *s)
{
	semaphore_release(s);
	return ASYNC_OK;
}
