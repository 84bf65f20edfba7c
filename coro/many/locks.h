/* locks.h - asyncio.Semaphore, at most so many at a time; Lock, one at a time; Event, something many wait
 * for; and Condition, which a lock guards. */
#ifndef CORO_MANY_LOCKS_H
#define CORO_MANY_LOCKS_H

#include "coro/many/wait_queue.h"

struct semaphore {
	unsigned value;      /* permits that are free */
	unsigned called;     /* tasks that were given one and have not run yet: none may overtake them */
	bool is_lock;        /* it has one permit, and never more */
	struct list waiting; /* places, FIFO */
};

void semaphore_init(struct semaphore *s, unsigned permits);

/* Takes a permit; waits for one in order of arrival. ASYNC_CANCELLED: none was taken, or it was passed on. */
async semaphore_acquire(struct semaphore *s);

/* Gives a permit back: it is handed to the first task that waits, inside this call, so that none that comes
 * later can overtake it. */
void semaphore_release(struct semaphore *s);

/* The same as the exit of an ASYNC_WITH that semaphore_acquire opens. Never suspends. */
async semaphore_exit(struct semaphore *s);

struct lock {
	struct semaphore permit; /* of which there is one */
};

/* asyncio.Lock. It belongs to no task: another one may release it, and a task that holds it and acquires it
 * again waits for ever. To release a lock that is not locked is a mistake, and stops the program (asyncio:
 * RuntimeError). A lock that was released is handed over, but not locked until its next holder runs. */
void lock_init(struct lock *l);
#define lock_acquire(l) semaphore_acquire(&(l)->permit)
#define lock_release(l) semaphore_release(&(l)->permit)
#define lock_exit(l)    semaphore_exit(&(l)->permit)
#define lock_locked(l)  ((l)->permit.value + (l)->permit.called == 0)

struct event { /* all zero, it is not set */
	bool is_set;
	struct list waiting; /* places */
};

/* For an event that was used before, or does not begin as zeros. */
#define event_init(e) (*(e) = (struct event){0})

/* Sets it and makes all tasks that wait ready, in order of arrival: also if it is cleared again before they
 * run (asyncio.Event). */
void event_set(struct event *e);
void event_clear(struct event *e);

/* Returns at once if e is set; else when it is set next. */
async event_wait(struct event *e);

struct condition {
	struct lock *lock;   /* several conditions may share it */
	struct list waiting; /* places */
};

/* asyncio.Condition: waiting, with a lock held, until another task says that what it guards has changed.
 * (wait_for is the `while` here: a predicate is an expression, and C's functions cannot see my->.)
 *
 *     ASYNC_WITH(lock_acquire(&lock)) {
 *             while (!stock)
 *                     AWAIT(condition_wait(&changed));     the lock is free meanwhile, and held again here
 *             stock--;
 *     } ASYNC_EXIT(lock_exit(&lock)); */
void condition_init(struct condition *c, struct lock *lock);

/* Releases the lock, waits until it is notified, and acquires the lock again. It acquires it even if it is
 * cancelled, however long that takes; then it notifies another task in its place, and returns ASYNC_CANCELLED
 * with the lock held. So a wait may end though nothing has changed. */
async condition_wait(struct condition *c);

/* Makes n of the tasks that wait ready, in order of arrival, or all of them. They go on when they have the
 * lock, which the caller should release soon. To wait or to notify while it is not locked is a mistake, and
 * stops the program. */
void condition_notify(struct condition *c, unsigned n);
#define condition_notify_all(c) condition_notify((c), ~0u)

#endif
