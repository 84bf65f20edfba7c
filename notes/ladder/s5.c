/* s5.c - a function that can pause: it leaves with return, and a switch takes it back to where it was. */
#include "ten.h"

#include <sys/epoll.h>

enum status { ASYNC_OK, ASYNC_PENDING }; /* done; or not done: call me again */

struct worker { /* all that survives a pause */
	int at; /* where to go on */
	int i;  /* which name it is at */
	struct talk talk;
};

static int epoll;

/* Tell me, once each time it happens, when there is news of fd: it is about w. */
static void watch(int fd, struct worker *w)
{
	struct epoll_event news = {EPOLLIN | EPOLLOUT | EPOLLET, {.ptr = w}};

	if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &news))
		fail("epoll_ctl");
}

static enum status work(struct worker *my)
{
	char gender[16];

	switch (my->at) {
	case 0:
		for (; my->i < total; my->i += workers) {
			talk_open(&my->talk, names[my->i], SOCK_NONBLOCK);
			watch(my->talk.fd, my);

			my->at = 1;
			__attribute__((fallthrough));
		case 1:
			if (!talk_send(&my->talk))
				return ASYNC_PENDING;

			my->at = 2;
			__attribute__((fallthrough));
		case 2:
			if (!talk_recv(&my->talk))
				return ASYNC_PENDING;

			talk_close(&my->talk, gender);
			printf("%s %s\n", names[my->i], gender);
		}
	}
	return ASYNC_OK;
}

int main(int argc, char **argv)
{
	static struct worker all[MOST];
	struct epoll_event news[64];
	double start = seconds();
	int left = 0; /* workers that are not done */

	ten_arguments(argc, argv);
	epoll = epoll_create1(0);
	for (int i = 0; i < workers; i++) {
		all[i].i = i;
		left += work(&all[i]) == ASYNC_PENDING;
	}
	while (left > 0) {
		int n = epoll_wait(epoll, news, 64, -1);

		for (int k = 0; k < n; k++)
			left -= work(news[k].data.ptr) == ASYNC_OK;
	}
	printf("Time taken: %.2f seconds\n", seconds() - start);
	return 0;
}
