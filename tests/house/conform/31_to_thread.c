/* Rule 31: to_thread: others run while the thread works; its error is raised; a cancel ends the wait, not the thread. */
#include "coro/many/thread.h"
#include "tests/house/conform/conform.h"

#include <semaphore.h>

static sem_t gate, ended;

static enum status square(void *arg)
{
	int *number = arg;

	sem_wait(&gate);
	sem_post(&ended);
	if (*number == 0)
		return ASYNC_E_SYSTEM;
	*number *= *number;
	return ASYNC_OK;
}

static async work(int number)
{
	enum status err;

	ASYNC(int squared);
	my->squared = number;
	AWAIT_CATCH_ALL(err, to_thread(square, &my->squared));
	say("%d: %s, %d", number, status_name(err), err ? 0 : my->squared);
	ASYNC_END;
}
ASYNC_ENTRY(work, int);

static async async_main(void)
{
	ASYNC(struct task task; int number);
	sem_init(&gate, 0, 0);
	sem_init(&ended, 0, 0);
	for (my->number = 7; my->number >= 0; my->number -= 7) {
		task_start(&my->task, "work", work, my->number);
		AWAIT(sleep_ms(0));
		say("others run");
		sem_post(&gate);
		AWAIT(task_await(&my->task));
		sem_wait(&ended);
	}
	task_start(&my->task, "work", work, 8);
	AWAIT(sleep_ms(0));
	task_cancel(&my->task);
	AWAIT(task_await(&my->task));
	say("the thread still works");
	sem_post(&gate);
	sem_wait(&ended);
	ASYNC_END;
}
RUN_MAIN;
