/* locks.c - permits that are handed over, never grabbed, and a signal to all who stand in line. */
#include "coro/many/locks.h"
#include "coro/owner.h"

/* ---- semaphore ---- */

static const struct wait_kind waits_for_permit = {.what = "a permit", .by_worker = true};

void semaphore_init(struct semaphore *s, unsigned permits)
{
	s->value = permits;
	s->called = 0;
	list_init(&s->waiting);
}

/* Hands free permits to those who wait, in order. */
static void hand_over(struct semaphore *s)
{
	while (s->value > 0 && wait_queue_wake(&s->waiting)) {
		s->value--;
		s->called++;
	}
}

async semaphore_acquire(struct semaphore *s)
{
	enum status err;

	ASYNC(bool called);
	if (!s->waiting.next)
		owner_blame("semaphore_acquire: semaphore_init was not called");
	if (s->value > 0 && s->called == 0) {
		s->value--;
		ASYNC_RETURN();
	}
	AWAIT_CATCH_ALL(err, wait_queue_join(&s->waiting, &waits_for_permit, &my->called));
	s->called -= my->called;
	s->value += err && my->called; /* called and cancelled: the permit must not die with us */
	hand_over(s);
	ASYNC_RAISE(err);
	ASYNC_END;
}

void semaphore_release(struct semaphore *s)
{
	s->value++;
	hand_over(s);
}

async semaphore_exit(struct semaphore *s)
{
	semaphore_release(s);
	return ASYNC_OK;
}

/* ---- event ---- */

static const struct wait_kind waits_for_event = {.what = "an event", .by_worker = true};

void event_init(struct event *e)
{
	e->is_set = false;
	list_init(&e->waiting);
}

void event_set(struct event *e)
{
	e->is_set = true;
	while (wait_queue_wake(&e->waiting))
		;
}

void event_clear(struct event *e)
{
	e->is_set = false;
}

async event_wait(struct event *e)
{
	ASYNC(bool called);
	if (!e->is_set)
		AWAIT(wait_queue_join(&e->waiting, &waits_for_event, &my->called));
	ASYNC_END;
}
