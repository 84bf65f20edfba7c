/* sleep(0), or of less, is one turn for all who are ready: no more, and no less; a cancel reaches it too. */
#include "tests/house/conform/conform.h"

static async work(const char *name, int ms)
{
	ASYNC(int i; enum status err);
	for (my->i = 0; my->i < 3; my->i++) {
		say("%s%d", name, my->i);
		AWAIT_CATCH_ALL(my->err, sleep_ms(ms));
	}
	say("%s: %s", name, status_name(my->err));
	ASYNC_END;
}
ASYNC_ENTRY(work, const char *, int);

static async async_main(void)
{
	ASYNC(struct task_set set; struct set_task a, b, c; int i);
	task_set_init(&my->set);
	task_set_start(&my->set, &my->a, "A", work, "A", 0);
	task_set_start(&my->set, &my->b, "B", work, "B", -10);
	task_set_start(&my->set, &my->c, "C", work, "C", 0);
	for (my->i = 0; my->i < 3; my->i++) {
		say("main%d", my->i);
		AWAIT(sleep_ms(0));
	}
	task_cancel(&my->b.task);
	AWAIT(gather(&my->set));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
