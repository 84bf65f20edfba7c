/* s6.c - the same switch, written by three macros: the number of a pause is the line on which it stands. */
#include "ten.h"

#include <sys/epoll.h>

enum status { ASYNC_OK, ASYNC_PENDING }; /* done; or not done: call me again */

struct worker { /* all that survives a pause */
	int at; /* where to go on */
	int i;  /* which name it is at */
	struct talk talk;
};

/* clang-format off */
#define async __attribute__((warn_unused_result)) enum status

#define ASYNC()                                                                         \
	switch (my->at) {                                                               \
	default: /* no such pause */                                                    \
		coro_lost(__func__, my->at);                                            \
	case 0:                                                                         \
		(void)0

#define AWAIT(done)                                                                     \
	do {                                                                            \
		my->at = __LINE__;                                                      \
		__attribute__((fallthrough));                                           \
	case __LINE__:                                                                  \
		if (!(done))                                                            \
			return ASYNC_PENDING;                                           \
	} while (0)

#define ASYNC_END                                                                       \
	}                                                                               \
	my->at = -1;                                                                    \
	return ASYNC_OK
/* clang-format on */

static int epoll;

static _Noreturn void coro_lost(const char *function, int line)
{
	fprintf(stderr, "%s: cannot go on at line %d: done, or in a switch of its own\n",
		function, line);
	abort();
}

/* Tell me, once each time it happens, when there is news of fd: it is about w. */
static void watch(int fd, struct worker *w)
{
	struct epoll_event news = {EPOLLIN | EPOLLOUT | EPOLLET, {.ptr = w}};

	if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &news))
		fail("epoll_ctl");
}

static async work(struct worker *my)
{
	char gender[16];

	ASYNC();
	for (; my->i < total; my->i += workers) {
		talk_open(&my->talk, names[my->i], SOCK_NONBLOCK);
		watch(my->talk.fd, my);
		AWAIT(talk_send(&my->talk));
		AWAIT(talk_recv(&my->talk));
		talk_close(&my->talk, gender);
		printf("%s %s\n", names[my->i], gender);
	}
	ASYNC_END;
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
