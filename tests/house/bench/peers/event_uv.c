/* event_uv.c - bench-event.c's event with libuv: uv_poll. */
#include "tests/house/bench/event.h"

#include <uv.h>

static int pair[2];
static long n, taken;

static void on_readable(uv_poll_t *poll, int status, int events)
{
	char room[8];

	if (status == 0 && (events & UV_READABLE) && read(pair[1], room, sizeof room) == 1)
		taken++;
	if (taken == EVENT_WARM)
		event_begin();
	if (taken == EVENT_WARM + n)
		uv_poll_stop(poll);
	else
		event_cause(pair);
}

int main(int argc, char **argv)
{
	uv_poll_t poll;

	n = event_order(argc - 1, argv + 1, pair);
	uv_poll_init(uv_default_loop(), &poll, pair[1]);
	uv_poll_start(&poll, UV_READABLE, on_readable);
	event_cause(pair);
	uv_run(uv_default_loop(), UV_RUN_DEFAULT);
	event_end(n);
	return 0;
}
