/* count.c - linked into a program (ld's --wrap), it counts the system calls of the job and of the wait, and tells at
 * the end, with the processor's time. It costs a few instructions a call; a tracer, which stops the program at each,
 * makes s2 forty times slower. */
#include <poll.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>

static struct count {
	const char *name;
	long calls;
} counts[8];

static void tell(void) __attribute__((destructor));
static void tell(void)
{
	long sum = 0;

	fflush(stdout);
	for (int i = 0; i < 8; i++)
		sum += counts[i].calls;
	fprintf(stderr, "%ld system calls, CPU time %.2f seconds\n", sum,
		(double)clock() / CLOCKS_PER_SEC);
	for (int i = 0; i < 8; i++)
		if (counts[i].calls)
			fprintf(stderr, " %s %ld", counts[i].name, counts[i].calls);
	fputc('\n', stderr);
}

/* clang-format off */
#define COUNT(i, type, call, types, values)                                             \
	type __real_##call types;                                                       \
	type __wrap_##call types;                                                       \
	type __wrap_##call types                                                        \
	{                                                                               \
		counts[i].name = #call;                                                 \
		counts[i].calls++;                                                      \
		return __real_##call values;                                            \
	}
/* clang-format on */

COUNT(0, int, socket, (int a, int b, int c), (a, b, c))
COUNT(1, int, connect, (int fd, const struct sockaddr *to, socklen_t len), (fd, to, len))
COUNT(2, ssize_t, send, (int fd, const void *at, size_t len, int flags), (fd, at, len, flags))
COUNT(3, ssize_t, recv, (int fd, void *at, size_t len, int flags), (fd, at, len, flags))
COUNT(4, int, poll, (struct pollfd *fds, nfds_t n, int ms), (fds, n, ms))
COUNT(5, int, epoll_ctl, (int ep, int op, int fd, struct epoll_event *e), (ep, op, fd, e))
COUNT(6, int, epoll_wait, (int ep, struct epoll_event *e, int n, int ms), (ep, e, n, ms))
COUNT(7, int, close, (int fd), (fd))
