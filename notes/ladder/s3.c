/* s3.c - one call that waits for all of them: poll() sleeps until the kernel has news of a connection. */
#include "ten.h"

#include <poll.h>

struct worker {
	int i; /* which name it is at */
	bool is_open, is_sent;
	struct talk talk;
};

static int left; /* workers that are not done */

/* As far as it gets without waiting. */
static void go_on(struct worker *w)
{
	char gender[16];

	while (w->i < total) {
		if (!w->is_open) {
			talk_open(&w->talk, names[w->i], SOCK_NONBLOCK);
			w->is_open = true;
		}
		if (!w->is_sent) {
			if (!talk_send(&w->talk))
				return;
			w->is_sent = true;
		}
		if (!talk_recv(&w->talk))
			return;
		talk_close(&w->talk, gender);
		printf("%s %s\n", names[w->i], gender);
		w->is_open = w->is_sent = false;
		w->i += workers;
		if (w->i >= total)
			left--;
	}
}

/* What we want to hear of: an answer; or that a request may go out. */
static void tell(struct pollfd *fd, const struct worker *w)
{
	fd->fd = w->is_open ? w->talk.fd : -1; /* poll passes over -1 */
	fd->events = w->is_sent ? POLLIN : POLLOUT;
}

int main(int argc, char **argv)
{
	static struct worker all[MOST];
	static struct pollfd fds[MOST];
	double start = seconds();

	ten_arguments(argc, argv);
	left = workers;
	for (int i = 0; i < workers; i++) {
		all[i].i = i;
		go_on(&all[i]);
	}
	while (left > 0) {
		for (int i = 0; i < workers; i++)
			tell(&fds[i], &all[i]);
		if (poll(fds, (nfds_t)workers, -1) < 0) /* the one place where we sleep */
			fail("poll");
		for (int i = 0; i < workers; i++)
			if (fds[i].revents)
				go_on(&all[i]);
	}
	printf("Time taken: %.2f seconds\n", seconds() - start);
	return 0;
}
