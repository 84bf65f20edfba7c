/* event_ev.c - bench-event.c's event with libev: ev_io. */
#include "tests/house/bench/event.h"

#include <ev.h>

static int pair[2];
static long n, taken;

static void on_readable(struct ev_loop *loop, ev_io *io, int events)
{
	char room[8];

	if ((events & EV_READ) && read(pair[1], room, sizeof room) == 1)
		taken++;
	if (taken == EVENT_WARM)
		event_begin();
	if (taken == EVENT_WARM + n)
		ev_io_stop(loop, io);
	else
		event_cause(pair);
}

int main(int argc, char **argv)
{
	struct ev_loop *loop = ev_default_loop(EVBACKEND_EPOLL);
	ev_io io;

	n = event_order(argc - 1, argv + 1, pair);
	ev_io_init(&io, on_readable, pair[1], EV_READ);
	ev_io_start(loop, &io);
	event_cause(pair);
	ev_run(loop, 0);
	event_end(n);
	return 0;
}
