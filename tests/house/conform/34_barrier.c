/* Rule 34: a barrier lets all go when the last has come, round by round; reset and abort send home who waits. */
#include "coro/many/barrier.h"
#include "tests/house/conform/conform.h"

static unsigned waiting(const struct barrier *barrier)
{
	return barrier->state == BARRIER_FILLING ? barrier->count : 0;
}

static async work(int i, int ms, struct barrier *barrier)
{
	enum status err;

	ASYNC(unsigned index);
	AWAIT_CATCH_ALL(err, sleep_ms(ms));
	if (!err)
		AWAIT_CATCH_ALL(err, barrier_wait(barrier, &my->index));
	if (err)
		say("%d %s", i, err == ASYNC_E_CLOSED ? "sent home" : status_name(err));
	else
		say("%d goes, it came behind %u, waiting: %u", i, my->index, waiting(barrier));
	ASYNC_END;
}
ASYNC_ENTRY(work, int, int, struct barrier *);

static async async_main(void)
{
	ASYNC(struct barrier barrier; struct task_set set; struct set_task tasks[7]; int round);
	barrier_init(&my->barrier, 3);
	for (int i = 0; i < 7; i++)
		task_set_start(&my->set, &my->tasks[i], "work", work, i, 10 * i, &my->barrier);
	AWAIT(sleep_ms(35));
	task_cancel(&my->tasks[3].task);
	AWAIT(sleep_ms(30));
	say("waiting: %u", waiting(&my->barrier));
	AWAIT(gather(&my->set));
	for (my->round = 0; my->round < 2; my->round++) {
		for (int i = 0; i < 2; i++)
			task_set_start(&my->set, &my->tasks[i], "work", work, i, 0, &my->barrier);
		AWAIT(sleep_ms(5));
		(my->round == 0 ? barrier_reset : barrier_abort)(&my->barrier);
		AWAIT(gather(&my->set));
	}
	AWAIT(work(7, 0, &my->barrier));
	barrier_reset(&my->barrier);
	for (int i = 0; i < 3; i++)
		task_set_start(&my->set, &my->tasks[i], "work", work, i, 0, &my->barrier);
	AWAIT(gather(&my->set));
	ASYNC_END;
}
RUN_MAIN;
