/* Rule 32: a lock is handed over in order of arrival; who was called and is cancelled passes it on. */
#include "coro/many/locks.h"
#include "tests/house/conform/conform.h"

static async use(int i, struct lock *lock)
{
	ASYNC();
	ASYNC_WITH(lock_acquire(lock)) {
		say("%d has it", i);
		AWAIT(sleep_ms(10));
	} ASYNC_EXIT(lock_exit(lock));
	ASYNC_END;
}

static async work(int i, struct lock *lock)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, use(i, lock));
	say("%d: %s, locked: %d", i, status_name(err), lock_locked(lock));
	ASYNC_END;
}
ASYNC_ENTRY(work, int, struct lock *);

static async async_main(void)
{
	ASYNC(struct lock lock; struct task_set set; struct set_task tasks[5]);
	lock_init(&my->lock);
	say("locked: %d", lock_locked(&my->lock));
	AWAIT(lock_acquire(&my->lock));
	for (int i = 0; i < 5; i++)
		task_set_start(&my->set, &my->tasks[i], "work", work, i, &my->lock);
	AWAIT(sleep_ms(10));
	task_cancel(&my->tasks[1].task);
	lock_release(&my->lock);
	task_cancel(&my->tasks[0].task);
	say("handed over, locked: %d", lock_locked(&my->lock));
	AWAIT(sleep_ms(15));
	task_cancel(&my->tasks[3].task);
	AWAIT(gather(&my->set));
	say("locked: %d", lock_locked(&my->lock));
	ASYNC_END;
}
RUN_MAIN;
