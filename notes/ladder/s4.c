/* s4.c - the kernel keeps the list: epoll knows who waits, and hands back the pointer that we left with it. */
#include "ten.h"

#include <sys/epoll.h>

struct worker {
	int i; /* which name it is at */
	struct talk talk;
	void (*on_ready)(struct worker *); /* whom to call when there is news */
};

static int epoll;
static int left; /* workers that are not done */

static void next_name(struct worker *w);
static void on_writable(struct worker *w);
static void on_readable(struct worker *w);

/* Tell me, once each time it happens, when there is news of fd: it is about w. */
static void watch(int fd, struct worker *w)
{
	struct epoll_event news = {EPOLLIN | EPOLLOUT | EPOLLET, {.ptr = w}};

	if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &news))
		fail("epoll_ctl");
}

/* The head of the loop over names, … */
static void next_name(struct worker *w)
{
	if (w->i >= total) {
		left--;
		return;
	}
	talk_open(&w->talk, names[w->i], SOCK_NONBLOCK);
	watch(w->talk.fd, w);
	w->on_ready = on_writable;
}

/* … its middle, … */
static void on_writable(struct worker *w)
{
	if (!talk_send(&w->talk))
		return;
	w->on_ready = on_readable;
	on_readable(w);
}

/* … and its foot, which goes back to the head. */
static void on_readable(struct worker *w)
{
	char gender[16];

	if (!talk_recv(&w->talk))
		return;
	talk_close(&w->talk, gender);
	printf("%s %s\n", names[w->i], gender);
	w->i += workers;
	next_name(w);
}

int main(int argc, char **argv)
{
	static struct worker all[MOST];
	struct epoll_event news[64];
	double start = seconds();

	ten_arguments(argc, argv);
	epoll = epoll_create1(0);
	left = workers;
	for (int i = 0; i < workers; i++) {
		all[i].i = i;
		next_name(&all[i]);
	}
	while (left > 0) {
		int n = epoll_wait(epoll, news, 64, -1);

		for (int k = 0; k < n; k++) {
			struct worker *w = news[k].data.ptr;

			w->on_ready(w);
		}
	}
	printf("Time taken: %.2f seconds\n", seconds() - start);
	return 0;
}
