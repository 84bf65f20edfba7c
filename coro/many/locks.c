/* locks.c - semaphore and lock hand their permits over, in order; event and condition wake tasks that wait in
 * line. */
#include "coro/many/locks.h"
#include "coro/owner.h"

/* ---- semaphore ---- */

static const struct wait_kind waits_for_permit = {.what = "a permit", .by_worker = true};

void semaphore_init(struct semaphore *s, unsigned permits)
{
	*s = (struct semaphore){.value = permits};
	list_init(&s->waiting);
}

/* Hands free permits to the tasks that wait, in order. Between the wake and its run a task counts as
 * `called`. */
static void hand_over(struct semaphore *s)
{
	unsigned woken = wait_queue_wake(&s->waiting, s->value);

	s->value -= woken;
	s->called += woken;
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
	AWAIT_CATCH_ALL(err, wait_queue_join(&s->waiting, &waits_for_permit, &my->called)); /* others run */
	s->called -= my->called;
	s->value += err && my->called; /* we got a permit and were then cancelled: give it back */
	hand_over(s);
	ASYNC_RAISE(err);
	ASYNC_END;
}

void semaphore_release(struct semaphore *s)
{
	if (s->is_lock && s->value + s->called > 0)
		owner_blame("lock_release: the lock is not locked");
	s->value++;
	hand_over(s);
}

async semaphore_exit(struct semaphore *s)
{
	semaphore_release(s);
	return ASYNC_OK;
}

/* ---- lock ---- */

void lock_init(struct lock *l)
{
	semaphore_init(&l->permit, 1);
	l->permit.is_lock = true;
}

/* ---- event ---- */

static const struct wait_kind waits_for_event = {.what = "an event", .by_worker = true};

void event_set(struct event *e)
{
	e->is_set = true;
	wait_queue_wake_all(&e->waiting); /* they run in a later step, even if the event is cleared by then */
}

void event_clear(struct event *e)
{
	e->is_set = false;
}

async event_wait(struct event *e)
{
	ASYNC(bool called);
	if (!e->is_set)
		AWAIT(wait_queue_join(&e->waiting, &waits_for_event, &my->called)); /* until event_set */
	ASYNC_END;
}

/* ---- condition ---- */

static const struct wait_kind waits_for_change = {.what = "a condition", .by_worker = true};

void condition_init(struct condition *c, struct lock *lock)
{
	*c = (struct condition){.lock = lock};
}

async condition_wait(struct condition *c)
{
	enum status err;

	ASYNC(bool called; enum status outcome);
	lock_release(c->lock); /* the task that holds the lock next can make the change */
	AWAIT_CATCH_ALL(my->outcome, wait_queue_join(&c->waiting, &waits_for_change, &my->called));
	do { /* even if cancelled we must hold the lock when we leave: the caller's exit will release it */
		AWAIT_CATCH_ALL(err, lock_acquire(c->lock));
		my->outcome = err ? err : my->outcome;
	} while (err);
	if (my->outcome) /* we may have been notified, but will not look at the change: wake the next one */
		wait_queue_wake(&c->waiting, 1);
	ASYNC_RAISE(my->outcome);
	ASYNC_END;
}

void condition_notify(struct condition *c, unsigned n)
{
	if (!lock_locked(c->lock))
		owner_blame("condition_notify: the lock is not locked");
	wait_queue_wake(&c->waiting, n); /* each goes on once it has the lock */
}
