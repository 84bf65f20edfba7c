/* Rule 23: a released permit belongs to the first who waits, and nobody who comes later overtakes him. */
#include "coro/many/locks.h"
#include "tests/house/conform/conform.h"

static async work(const char *name, struct semaphore *permits)
{
	ASYNC();
	AWAIT(semaphore_acquire(permits));
	say("%s has a permit", name);
	ASYNC_END;
}
ASYNC_ENTRY(work, const char *, struct semaphore *);

static async async_main(void)
{
	ASYNC(struct semaphore permits; struct task early);
	semaphore_init(&my->permits, 1);
	AWAIT(work("main", &my->permits));
	task_start(&my->early, "early", work, "early", &my->permits);
	AWAIT(sleep_ms(10));
	semaphore_release(&my->permits);
	semaphore_release(&my->permits);
	say("free for a newcomer: %d", my->permits.value > 0 && my->permits.called == 0);
	AWAIT(work("late", &my->permits));
	AWAIT(task_await(&my->early));
	ASYNC_END;
}
RUN_MAIN;
