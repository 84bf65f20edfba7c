/* twins.c - coroutines and a struct with the names of others: the debugger must tell them apart. */
#include "tests/house/gdb/twins.h"
#include "coro/sleep.h"

struct nap { /* sleep.c has one too */
	const char *bed;
	double hours;
};

async count(const char *what, unsigned char from);

/* Global; the one in workers.c is static. */
async count(const char *what, unsigned char from)
{
	ASYNC(char text[8]; struct nap last);
	my->text[0] = what[from];
	my->last.bed = what;
	AWAIT(sleep_for(20 * NS_PER_MS));
	my->text[1] = my->text[0];
	ASYNC_END;
}

/* Static, as the one in workers.c is. */
static async follow(struct nap nap, const char *who)
{
	ASYNC(const char *whom);
	my->whom = who;
	AWAIT(sleep_for((int64_t)(nap.hours * NS_PER_MS)));
	my->whom = NULL;
	ASYNC_END;
}
ASYNC_ENTRY(follow, struct nap, const char *);

async twins(void)
{
	static struct task sheep;

	ASYNC();
	task_start(&sheep, "sheep", follow, (struct nap){"straw", 10.5}, "the shepherd");
	AWAIT(count("sheep", 2));
	ASYNC_END;
}
