/* bench-event.c - from an fd's event to the task that waits for it: a byte goes into a pair of sockets, the loop sees it,
 * the task reads it. Three system calls each.
 *
 *     bench-event task|epoll N     prints the CPU time of one of N events, in ns: through the whole loop, or by bare epoll
 *
 * The programs in peers/event.* do the same with other loops. */
#include "coro/io.h"
#include "coro/run.h"
#include "tests/house/bench/event.h"

#include <string.h>
#include <sys/epoll.h>

static async take_events(const int *pair, long n)
{
	char room[8];

	ASYNC(struct io io; long left);
	io_open(&my->io, pair[1]);
	for (my->left = n; my->left > 0; my->left--) {
		event_cause(pair);
		AWAIT(io_ready(&my->io, LOOP_READ));
		if (read(pair[1], room, sizeof room) == 1) /* a short count: the socket is empty */
			my->io.watch.ready &= ~(unsigned)LOOP_READ;
	}
	io_close(&my->io);
	ASYNC_END;
}

static async measure(const int *pair, long n)
{
	ASYNC();
	AWAIT(take_events(pair, EVENT_WARM));
	event_begin();
	AWAIT(take_events(pair, n));
	event_end(n);
	ASYNC_END;
}
ASYNC_ENTRY(measure, const int *, long);

static void take_bare(int epoll, const int *pair, long n)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLET};
	char room[8];

	epoll_ctl(epoll, EPOLL_CTL_ADD, pair[1], &event);
	for (; n > 0; n--) {
		event_cause(pair);
		if (epoll_wait(epoll, &event, 1, -1) == 1)
			n += read(pair[1], room, sizeof room) != 1;
	}
	epoll_ctl(epoll, EPOLL_CTL_DEL, pair[1], &event);
}

int main(int argc, char **argv)
{
	int pair[2], epoll = epoll_create1(0);
	long n = event_order(argc - 1, argv + 1, pair);

	if (strcmp(argv[1], "task") == 0)
		return async_run(measure, pair, n) != ASYNC_OK;
	take_bare(epoll, pair, EVENT_WARM);
	event_begin();
	take_bare(epoll, pair, n);
	event_end(n);
	return 0;
}
