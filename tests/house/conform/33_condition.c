/* Rule 33: who waits for a condition has put the lock down, and goes on with it; a cancel waits for the lock, too. */
#include "coro/many/locks.h"
#include "tests/house/conform/conform.h"

static int stock;
static struct lock lock;

static async take(int i, struct condition *changed)
{
	ASYNC();
	ASYNC_WITH(lock_acquire(&lock)) {
		while (stock == 0) {
			AWAIT(condition_wait(changed));
			say("%d looks, locked: %d, stock %d", i, lock_locked(&lock), stock);
		}
		stock--;
		AWAIT(sleep_ms(5));
	} ASYNC_EXIT(lock_exit(&lock));
	ASYNC_END;
}

static async work(int i, struct condition *changed)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, take(i, changed));
	say("%d: %s", i, status_name(err));
	ASYNC_END;
}
ASYNC_ENTRY(work, int, struct condition *);

static async async_main(void)
{
	ASYNC(struct condition changed; struct task_set set; struct set_task tasks[5]);
	lock_init(&lock);
	condition_init(&my->changed, &lock);
	for (int i = 0; i < 5; i++)
		task_set_start(&my->set, &my->tasks[i], "work", work, i, &my->changed);
	AWAIT(sleep_ms(10));
	AWAIT(lock_acquire(&lock));
	say("the lock was free");
	stock = 1;
	condition_notify(&my->changed, 1);
	task_cancel(&my->tasks[1].task);
	AWAIT(sleep_ms(10));
	lock_release(&lock);
	AWAIT(sleep_ms(10));
	ASYNC_WITH(lock_acquire(&lock)) {
		stock = 2;
		condition_notify(&my->changed, 1);
		task_cancel(&my->tasks[2].task);
	} ASYNC_EXIT(lock_exit(&lock));
	AWAIT(sleep_ms(20));
	ASYNC_WITH(lock_acquire(&lock)) {
		condition_notify_all(&my->changed);
		stock = 9;
	} ASYNC_EXIT(lock_exit(&lock));
	AWAIT(gather(&my->set));
	ASYNC_END;
}
RUN_MAIN;
