/* bench-floor.c - the least a client can cost: bare epoll, or nothing but blocking calls.
 *
 *     bench-floor URL CAFILE N C MODE       (the modes: measure.h; "blocking-" before one: no epoll, C is 1) */
#include "demo/limits.h"
#include "tests/house/bench/floor.h"

#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

enum { HANDSHAKES = 64, EVENTS = 256 };

static struct measure_order order;
static struct floor_link *links;
static long opened, connecting, asked, answered, most;
static bool blocking, once, closes; /* once: one request for each link, as in the opening round */
static int epoll;

static void open_link(struct floor_link *l)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = l};

	floor_connect(l);
	connecting++;
	floor_need(blocking || epoll_ctl(epoll, EPOLL_CTL_ADD, l->fd, &event) == 0, "epoll_ctl");
}

static void ask_next(struct floor_link *l)
{
	if (asked < most)
		floor_ask(l, asked++);
}

static void answer_came(struct floor_link *l)
{
	answered++;
	if (!closes && !once)
		ask_next(l);
	if (!closes)
		return;
	floor_close(l);
	if (asked + connecting < most)
		open_link(l);
}

/* Something has come, or may be sent. A reply is read by one call, and the next one is an event of its own. */
static void step(struct floor_link *l)
{
	if (l->secured) {
		if (floor_hear(l))
			answer_came(l);
		return;
	}
	floor_handshake(l);
	connecting -= l->secured;
	if (l->secured)
		ask_next(l);
}

/* A further link is opened while less than 64 are in their handshakes, and there is more to ask than they
 * will. */
static void open_more(void)
{
	while (opened < order.c && connecting < HANDSHAKES && asked + connecting < most)
		open_link(&links[opened++]);
}

static void ask_all(long questions)
{
	struct epoll_event events[EVENTS];

	asked = answered = 0;
	most = questions;
	for (long i = 0; i < opened; i++)
		ask_next(&links[i]);
	while (answered < most) {
		int count = 0;

		open_more();
		if (blocking)
			step(&links[0]);
		else
			count = epoll_wait(epoll, events, EVENTS, -1);
		for (int i = 0; i < count; i++)
			step(events[i].data.ptr);
	}
}

int main(int argc, char **argv)
{
	struct measure bill;

	if (argc == 6 && strncmp(argv[5], "blocking-", 9) == 0) {
		blocking = true;
		argv[5] += 9;
	}
	if (!measure_order(&order, argv))
		return 2;
	order.c = blocking ? 1 : order.c;
	closes = order.mode == MEASURE_CLOSE || order.mode == MEASURE_CLOSE_RESUME;
	limits_raise_files();
	floor_open(&order, blocking);
	epoll = epoll_create1(EPOLL_CLOEXEC);
	links = calloc((size_t)order.c, sizeof *links);
	floor_need(links && epoll >= 0, "calloc");
	if (measure_opens_first(&order)) {
		once = true;
		ask_all(order.c);
		once = false;
	}
	measure_begin(&bill);
	ask_all(order.n);
	measure_end(&bill);
	measure_print(&bill, &order, 0);
	return 0;
}
