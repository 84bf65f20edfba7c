/* scanner.c - prints which ports of a host are open: it tries each for a second, a hundred at a time.
 *
 *     scanner HOST FIRST LAST */
#include "async.h"

#include <stdlib.h>

static struct {
	bool is_open;
	struct set_task task;
} ports[65536];

static struct semaphore limit;

static async probe(const char *host, unsigned port)
{
	static const struct open_options options = {.timeout_ns = NS_PER_S};
	enum status err;

	ASYNC(struct conn conn);
	ASYNC_WITH(semaphore_acquire(&limit)) {
		AWAIT_CATCH(err, open_connection(&my->conn, host, port, &options));
		if (err && err != ASYNC_E_CONNECT && err != ASYNC_TIMEOUT)
			ASYNC_RAISE(err);
		ports[port].is_open = !err;
		conn_close(&my->conn);
	} ASYNC_EXIT(semaphore_exit(&limit));
	ASYNC_END;
}
ASYNC_ENTRY(probe, const char *, unsigned);

static async scan(const char *host, unsigned first, unsigned last)
{
	ASYNC(struct task_group group; unsigned i);
	semaphore_init(&limit, 100);
	ASYNC_WITH(task_group_enter(&my->group)) {
		for (my->i = first; my->i <= last; my->i++)
			AWAIT(task_group_start(&my->group, &ports[my->i].task, "probe", probe, host, my->i));
	} ASYNC_EXIT(task_group_exit(&my->group, ASYNC_RAISED));
	for (unsigned i = first; i <= last; i++)
		if (ports[i].is_open)
			printf("port %u is open\n", i);
	ASYNC_END;
}
ASYNC_ENTRY(scan, const char *, unsigned, unsigned);

int main(int argc, char **argv)
{
	unsigned last = argc == 4 ? (unsigned)atoi(argv[3]) : 65536;

	if (last > 65535) {
		fprintf(stderr, "Usage: scanner HOST FIRST LAST\n");
		return 2;
	}
	return async_failed(async_run(scan, argv[1], (unsigned)atoi(argv[2]), last));
}
