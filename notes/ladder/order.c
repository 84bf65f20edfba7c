/* order.c - who runs when: three guests, and the one who starts them. Nothing here waits for the world. */
#include "tiny.h"

static async guest(int n)
{
	ASYNC(int i);
	for (; my->i < 2; my->i++) {
		printf("guest %d, round %d\n", n, my->i);
		AWAIT(sleep_for(0));
	}
	ASYNC_END;
}
ASYNC_ENTRY(guest, int);

static async async_main(int n)
{
	static struct task guests[3];

	ASYNC(int i);
	for (int i = 0; i < n; i++) {
		task_start(&guests[i], "guest", guest, i);
		printf("main has started %d\n", i);
	}
	for (; my->i < n; my->i++) {
		AWAIT(task_await(&guests[my->i]));
		printf("main knows that %d is done\n", my->i);
	}
	ASYNC_END;
}
ASYNC_ENTRY(async_main, int);

int main(void)
{
	async_run(async_main, 3);
	return 0;
}
