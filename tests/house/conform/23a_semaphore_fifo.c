/* Rule 23: a semaphore serves in order of arrival. */
#include "coro/many/group.h"
#include "coro/many/locks.h"
#include "tests/house/conform/conform.h"

static async work(int i, struct semaphore *permits)
{
	ASYNC();
	ASYNC_WITH(semaphore_acquire(permits)) {
		say("%d begins", i);
		AWAIT(sleep_ms(10));
	} ASYNC_EXIT(semaphore_exit(permits));
	ASYNC_END;
}
ASYNC_ENTRY(work, int, struct semaphore *);

static async async_main(void)
{
	ASYNC(struct semaphore permits; struct task_group tasks; struct set_task task[5]; int i);
	semaphore_init(&my->permits, 2);
	ASYNC_WITH(task_group_enter(&my->tasks)) {
		for (my->i = 0; my->i < 5; my->i++)
			AWAIT(task_group_start(&my->tasks, &my->task[my->i], "work", work, my->i,
				&my->permits));
	} ASYNC_EXIT(task_group_exit(&my->tasks, ASYNC_RAISED));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
