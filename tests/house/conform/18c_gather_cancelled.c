/* Rule 18: who cancels a gather cancels all its tasks, and it raises, whatever they make of that. */
#include "tests/house/conform/conform.h"

static async work(int cleanup, bool swallows)
{
	ASYNC(enum status err);
	AWAIT_CATCH_ALL(my->err, sleep_ms(90));
	AWAIT(sleep_ms(cleanup));
	say("cleanup of %d: %s", cleanup, status_name(my->err));
	if (my->err && !swallows)
		ASYNC_RAISE(my->err);
	ASYNC_END;
}
ASYNC_ENTRY(work, int, bool);

static async group(const int cleanups[2], const bool swallow[2], bool return_exceptions)
{
	enum status err;

	ASYNC(struct task_set set; struct set_task tasks[2]);
	task_set_init(&my->set);
	for (int i = 0; i < 2; i++)
		task_set_start(&my->set, &my->tasks[i], "work", work, cleanups[i], swallow[i]);
	AWAIT_CATCH_ALL(err, return_exceptions ? gather_return_exceptions(&my->set) : gather(&my->set));
	say("gather: %s", status_name(err));
	AWAIT(sleep_ms(40));
	say("tasks: %s, %s", status_name(task_result(&my->tasks[0].task)),
		status_name(task_result(&my->tasks[1].task)));
	ASYNC_END;
}
ASYNC_ENTRY(group, const int *, const bool *, bool);

static async async_main(void)
{
	static const int cleanups[] = {10, 20};
	static const bool swallow[][2] = {{true, false}, {true, true}};

	ASYNC(struct task task; int return_exceptions, i);
	for (my->return_exceptions = false; my->return_exceptions <= true; my->return_exceptions++) {
		for (my->i = 0; my->i < 2; my->i++) {
			task_start(&my->task, "group", group, cleanups, swallow[my->i],
				my->return_exceptions);
			AWAIT(sleep_ms(10));
			task_cancel(&my->task);
			AWAIT(task_await(&my->task));
		}
	}
	ASYNC_END;
}
RUN_MAIN;
