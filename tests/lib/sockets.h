/* sockets.h - sockets for tests, POSIX only: listeners on a port the system chooses, and pairs of ends. */
#ifndef TESTS_LIB_SOCKETS_H
#define TESTS_LIB_SOCKETS_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

/* Limits the number of open files from now on. */
static inline void allow_fds(rlim_t count)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	if (limit.rlim_cur >= count)
		return;
	limit.rlim_cur = count;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

/* Returns when poll(2) reports all of these for fd: they are certain to come, but TCP may take some time. */
static inline void until(int fd, short what)
{
	struct pollfd p = {.fd = fd, .events = what};

	do
		assert_int_equal(poll(&p, 1, 10000), 1);
	while ((p.revents & what) != what);
}

/* Returns a listener on the loopback address, which it writes to *address. */
static inline int tcp_listen(struct sockaddr_in *address)
{
	socklen_t size = sizeof(*address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	*address = (struct sockaddr_in){.sin_family = AF_INET};
	address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)address, size), 0);
	assert_int_equal(listen(fd, 8), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)address, &size), 0);
	return fd;
}

/* Begins to connect, without waiting for the result. */
static inline int tcp_connect(const struct sockaddr_in *address)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) < 0)
		assert_int_equal(errno, EINPROGRESS);
	return fd;
}

/* An address without a listener: there was one a moment ago. */
static inline struct sockaddr_in tcp_nobody(void)
{
	struct sockaddr_in address;

	close(tcp_listen(&address));
	return address;
}

/* A connection with its two ends; the first is non-blocking. */
static inline int tcp_pair(int ends[2])
{
	struct sockaddr_in address;
	int listener = tcp_listen(&address);

	ends[0] = tcp_connect(&address);
	ends[1] = accept(listener, NULL, NULL);
	until(ends[0], POLLOUT);
	return close(listener);
}

/* Closes so that the peer gets a reset, not an end of file. */
static inline void tcp_reset(int fd)
{
	struct linger at_once = {.l_onoff = 1};

	assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)), 0);
	assert_int_equal(close(fd), 0);
}

#endif
