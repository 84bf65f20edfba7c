/* lunch.c - the article's restaurant on tiny.h, in virtual time: ten seconds of lunch, and nobody waits for them. */
#include "tiny.h"

enum { GUESTS = 10 };

static const char *const guests[GUESTS] = {
	"Alice", "Bob", "Charlie", "Diana", "Eve", "Frank", "Grace", "Heidi", "Ivan", "Judith"};

/* Who comes later orders what cooks faster. */
static async lunch(int guest)
{
	ASYNC(int64_t start);
	my->start = loop.now;
	printf("%s orders\n", guests[guest]);
	AWAIT(sleep_for((GUESTS - guest) * NS_PER_S));
	printf("%s eats after %d s\n", guests[guest], (int)((loop.now - my->start) / NS_PER_S));
	ASYNC_END;
}
ASYNC_ENTRY(lunch, int);

static async async_main(int n)
{
	static struct task all[GUESTS];

	ASYNC(int64_t start; int i);
	my->start = loop.now;
	for (int i = 0; i < n; i++)
		task_start(&all[i], guests[i], lunch, i);
	for (; my->i < n; my->i++)
		AWAIT(task_await(&all[my->i]));
	printf("Lunch took %.2f seconds\n", (double)(loop.now - my->start) / 1e9);
	ASYNC_END;
}
ASYNC_ENTRY(async_main, int);

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : GUESTS;

	if (n < 1 || n > GUESTS || loop_open(LOOP_VIRTUAL))
		return 2;
	async_run(async_main, n);
	return 0;
}
