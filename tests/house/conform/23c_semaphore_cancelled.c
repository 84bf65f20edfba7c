/* Rule 23: who is cancelled with a permit already granted passes it on to the next. */
#include "coro/many/locks.h"
#include "tests/house/conform/conform.h"

static async work(int i, struct semaphore *permits)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, semaphore_acquire(permits));
	say("%d: %s", i, status_name(err));
	ASYNC_END;
}
ASYNC_ENTRY(work, int, struct semaphore *);

static async async_main(void)
{
	ASYNC(struct semaphore permits; struct task_set set; struct set_task tasks[4]);
	semaphore_init(&my->permits, 0);
	task_set_init(&my->set);
	for (int i = 0; i < 4; i++)
		task_set_start(&my->set, &my->tasks[i], "work", work, i, &my->permits);
	AWAIT(sleep_ms(10));
	task_cancel(&my->tasks[0].task);
	semaphore_release(&my->permits);
	task_cancel(&my->tasks[1].task);
	AWAIT(sleep_ms(10));
	semaphore_release(&my->permits);
	task_cancel(&my->tasks[3].task);
	AWAIT(gather(&my->set));
	say("locked: %d", my->permits.value == 0);
	ASYNC_END;
}
RUN_MAIN;
