/* epoll.c - the kernel's side of readiness on Linux, and the only file of the loop with Linux-only calls.
 *
 * EPOLLET makes epoll speak of changes only. Nothing is lost by that: the loop keeps each bit it was told
 * until a system call says EAGAIN, and every change after that EAGAIN is a new edge. */
#include "loop/backend.h"
#include "loop/clock.h"

#include <errno.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <unistd.h>

/* The most events that one call takes from the kernel, and the most calls in one wait: even if events never
 * end, the loop goes on. */
enum { BATCH = 256, CALLS = 256 };

const char backend_name[] = "epoll";

static int epoll_fd;

/* Close-on-exec: a program started by ours must not keep the registrations alive. */
int backend_open(void)
{
	epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	return epoll_fd < 0 ? -errno : 0;
}

int backend_add(struct watch *w)
{
	/* EPOLLHUP and EPOLLERR come unasked (epoll_ctl(2)); EPOLLRDHUP has to be asked for. */
	struct epoll_event interest = {
		.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
		.data.ptr = w,
	};

	/* The kernel keeps w's address and hands it back with each event. */
	return epoll_ctl(epoll_fd, EPOLL_CTL_ADD, w->fd, &interest) < 0 ? -errno : 0;
}

void backend_remove(struct watch *w)
{
	/* A failure means that w is not registered, which is what we want. */
	(void)epoll_ctl(epoll_fd, EPOLL_CTL_DEL, w->fd, NULL);
}

/* An error is reported as both directions: the task that tries next, reader or writer, gets the errno from
 * its own call. EPOLLRDHUP is the peer's last byte, EPOLLHUP the end in both directions; either lets a read
 * find out. */
static unsigned ready_bits(uint32_t events)
{
	unsigned bits = 0;

	if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
		bits |= LOOP_READ;
	if (events & (EPOLLOUT | EPOLLHUP | EPOLLERR))
		bits |= LOOP_WRITE;
	if (events & (EPOLLRDHUP | EPOLLHUP))
		bits |= LOOP_HUP;
	return bits;
}

/* The kernel hands back the pointer that backend_add gave it, so no fd is looked up. Who runs next: the loop.
 * on_ready runs no task; it only wakes those that wait for this fd. */
static int take_batch(int timeout_ms)
{
	struct epoll_event events[BATCH];
	int count = epoll_wait(epoll_fd, events, BATCH, timeout_ms); /* here the whole program sleeps */

	if (count < 0)
		return errno == EINTR ? 0 : -errno;
	for (int i = 0; i < count; i++) {
		struct watch *w = events[i].data.ptr;

		w->ready |= ready_bits(events[i].events);
		w->on_ready(w);
	}
	return count;
}

/* Takes all events that are there before the loop goes on: an answer that has arrived must not miss its
 * deadline because a thousand others arrived with it. */
int backend_wait(int64_t timeout_ns)
{
	int count = take_batch(clock_ms(timeout_ns)), all = count;

	for (int calls = 1; count == BATCH && calls < CALLS; calls++) {
		count = take_batch(0); /* the batch was full: is there more? */
		all += count > 0 ? count : 0;
	}
	return all;
}

void backend_close(void)
{
	close(epoll_fd); /* the kernel forgets all registrations */
}
