/* fixture.h - what the tests of the shim share: a queue, a stream of two ends, and ways to ask the queue. */
#ifndef TESTS_HOUSE_SHIM_FIXTURE_H
#define TESTS_HOUSE_SHIM_FIXTURE_H

#include "tests/lib/sockets.h"

#include <sys/event.h>
#include <time.h>

struct fixture {
	int kq;
	int ends[2]; /* the first one is watched; -1 once a test has closed it */
};

static int reader_tag, writer_tag; /* their addresses serve as udata */

static inline int change(int kq, int fd, short filter, unsigned short flags, void *udata)
{
	struct kevent event;

	EV_SET(&event, fd, filter, flags, 0, 0, udata);
	return kevent(kq, &event, 1, NULL, 0, NULL);
}

static inline void watch_both(int kq, int fd, unsigned short flags)
{
	assert_int_equal(change(kq, fd, EVFILT_READ, EV_ADD | flags, &reader_tag), 0);
	assert_int_equal(change(kq, fd, EVFILT_WRITE, EV_ADD | flags, &writer_tag), 0);
}

/* Only looks: a timeout of nothing. */
static inline int look(int kq, struct kevent *events, int nevents)
{
	return kevent(kq, NULL, 0, events, nevents, &(struct timespec){0});
}

/* Returns the event of that filter, which must be among those that are there. */
static inline struct kevent look_for(int kq, short filter)
{
	struct kevent events[8];
	int n = look(kq, events, 8);

	for (int i = 0; i < n; i++)
		if (events[i].filter == filter)
			return events[i];
	fail_msg("no event of filter %d among %d", filter, n);
	return (struct kevent){0};
}

/* Closes the end that nobody watches. */
static inline void close_far(struct fixture *f)
{
	assert_int_equal(close(f->ends[1]), 0);
	f->ends[1] = -1;
}

static inline int set_up(void **state, int (*make)(int ends[2]))
{
	static struct fixture f;

	f.kq = kqueue();
	*state = &f;
	return f.kq < 0 ? -1 : make(f.ends);
}

static inline int socket_pair(int ends[2])
{
	return socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
}

static inline int with_pipe(void **state)
{
	return set_up(state, pipe);
}

static inline int with_sockets(void **state)
{
	return set_up(state, socket_pair);
}

static inline int with_tcp(void **state)
{
	return set_up(state, tcp_pair);
}

static inline int tear_down(void **state)
{
	struct fixture *f = *state;

	close(f->kq);
	for (int i = 0; i < 2; i++)
		if (f->ends[i] >= 0)
			close(f->ends[i]);
	return 0;
}

#endif
