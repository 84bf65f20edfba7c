/* twice.c - a mistake: two tasks, and the memory of one. */
#include "tiny.h"

static async lunch(const char *guest)
{
	ASYNC(int unused);
	printf("%s orders\n", guest);
	AWAIT(sleep_for(NS_PER_S));
	printf("%s eats\n", guest);
	ASYNC_END;
}
ASYNC_ENTRY(lunch, const char *);

static async async_main(int unused)
{
	static struct task task;

	ASYNC(int nothing);
	(void)unused;
	task_start(&task, "Alice", lunch, "Alice");
	task_start(&task, "Bob", lunch, "Bob"); /* wrong: Alice's is not done */
	AWAIT(task_await(&task));
	ASYNC_END;
}
ASYNC_ENTRY(async_main, int);

int main(void)
{
	async_run(async_main, 0);
	return 0;
}
