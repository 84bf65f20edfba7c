/* poll.c - the kernel's side of readiness on any POSIX system, and the one to write first.
 *
 * The kernel keeps nothing between two calls of poll(2): each wait hands it all fds and looks through all
 * answers. So a wait costs time for every fd that is watched, ready or not: O(n). Of ten fds nobody notices;
 * of ten thousand idle ones it is most of the work, and the reason why epoll and kqueue were made.
 *
 * And poll tells states, not changes: what is readable is told in each wait until it is read. So each wait
 * asks only for the bits that a watch does not have yet, and leaves a watch out that has all of them. Then
 * every answer is a change, and told once. */
#define _GNU_SOURCE /* shows POLLRDHUP on Linux */
#include "loop/backend.h"
#include "loop/clock.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <sys/stat.h>

#ifndef POLLRDHUP /* where a system has none, the peer's last byte is told as LOOP_READ alone */
#define POLLRDHUP 0
#endif

/* More fds than these are no work for poll. Of the arrays only what is used takes memory. */
enum { MOST_FDS = 65536, ALL_BITS = LOOP_READ | LOOP_WRITE | LOOP_HUP };

const char backend_name[] = "poll";

static struct watch *watches[MOST_FDS]; /* by fd; NULL: not watched */
static struct pollfd asked[MOST_FDS];   /* what poll is asked of each, and its answer */
static int fds;                         /* one more than the highest fd that was ever watched */

/* Nothing is opened: the list of fds lies here. */
int backend_open(void)
{
	return 0;
}

int backend_add(int backend, struct watch *w)
{
	struct stat file;

	(void)backend;
	if (fstat(w->fd, &file) < 0)
		return -errno;
	if (S_ISREG(file.st_mode)) /* poll calls it ready, always: refused here, as by epoll */
		return -EPERM;
	if (w->fd >= MOST_FDS)
		return -EMFILE;
	watches[w->fd] = w;
	if (fds <= w->fd)
		fds = w->fd + 1;
	return 0;
}

/* The answer goes too: while answers are handed out, nobody hears of a watch that another one removed. */
void backend_remove(int backend, struct watch *w)
{
	(void)backend;
	if (w->fd < 0 || w->fd >= fds || watches[w->fd] != w)
		return; /* not watched, which is what was wanted */
	watches[w->fd] = NULL;
	asked[w->fd].revents = 0;
}

/* POLLHUP, POLLERR and POLLNVAL come unasked, and again in each wait. So they set all bits, or else no wait
 * would be one any more. Whoever tries next, reader or writer, gets the errno from its own call. */
static unsigned ready_bits(short answer)
{
	if (answer & (POLLHUP | POLLERR | POLLNVAL))
		return ALL_BITS;
	return (answer & POLLIN ? LOOP_READ : 0) | (answer & POLLOUT ? LOOP_WRITE : 0) |
	       (answer & POLLRDHUP ? LOOP_READ | LOOP_HUP : 0);
}

/* What to ask of a watch that has these bits: the others. A negative fd is left out by poll. */
static struct pollfd question(int fd, unsigned bits)
{
	short events = (bits & LOOP_READ ? 0 : POLLIN) | (bits & LOOP_WRITE ? 0 : POLLOUT) |
		       (bits & LOOP_HUP ? 0 : POLLRDHUP);

	return (struct pollfd){.fd = events ? fd : -1, .events = events};
}

/* The loop runs next, once all answers are handed out: on_ready has only queued whom they concern. */
int backend_wait(int backend, int64_t timeout_ns)
{
	int events = 0;

	(void)backend;
	for (int fd = 0; fd < fds; fd++)
		asked[fd] = question(fd, watches[fd] ? watches[fd]->ready : ALL_BITS);
	if (poll(asked, (nfds_t)fds, clock_ms(timeout_ns)) < 0)
		return errno == EINTR ? 0 : -errno;
	for (int fd = 0; fd < fds; fd++) {
		if (!asked[fd].revents)
			continue;
		events++;
		watches[fd]->ready |= ready_bits(asked[fd].revents);
		watches[fd]->on_ready(watches[fd]);
	}
	return events;
}

void backend_close(int backend)
{
	(void)backend;
	while (fds > 0)
		watches[--fds] = NULL;
}
