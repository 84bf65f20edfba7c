/* kqueue.c - the kernel's side of readiness on macOS and the BSDs.
 *
 * Each direction of an fd is a filter of its own with an event of its own, so an fd may be told of twice
 * in one wait. EV_CLEAR makes a filter speak of changes only, as EPOLLET does in epoll.c. */

/* The BSDs' <sys/event.h> speaks of u_short and u_int, names which -D_POSIX_C_SOURCE hides; without it
 * they show all they have. NetBSD's and glibc's headers have to be asked for that when the language is
 * strict C11. */
#undef _POSIX_C_SOURCE
#define _NETBSD_SOURCE
#define _DEFAULT_SOURCE
#include <sys/types.h>

#include <sys/event.h>

#include "loop/backend.h"
#include "loop/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

/* The most events that one call takes from the kernel, and the most calls in one wait: even if events never
 * end, the loop goes on. */
enum { BATCH = 256, CALLS = 256 };

const char backend_name[] = "kqueue";

static int kqueue_fd;

/* kqueue() has no flag for close-on-exec that all systems know, so it is set afterwards. */
int backend_open(void)
{
	int error;

	kqueue_fd = kqueue(); /* the kernel lists here what is watched */
	if (kqueue_fd < 0)
		return -errno;
	if (fcntl(kqueue_fd, F_SETFD, FD_CLOEXEC) == 0) /* a program that we start does not inherit it */
		return 0;
	error = errno;
	close(kqueue_fd);
	return -error;
}

/* Both filters of a watch, in this order wherever there are two of anything. */
enum { READ_FILTER, WRITE_FILTER, FILTERS };

/* Makes the same change to both filters of w and leaves their errnos, 0 for success. EV_RECEIPT asks for
 * an answer to each change, so the second is made even if the first fails, and no event is taken
 * meanwhile. */
static void change_both(struct watch *w, int action, int errors[FILTERS])
{
	struct kevent changes[FILTERS];
	int answers;

	EV_SET(&changes[READ_FILTER], w->fd, EVFILT_READ, action | EV_RECEIPT, 0, 0, w);
	EV_SET(&changes[WRITE_FILTER], w->fd, EVFILT_WRITE, action | EV_RECEIPT, 0, 0, w);
	answers = kevent(kqueue_fd, changes, FILTERS, changes, FILTERS, NULL); /* does not wait: EV_RECEIPT */
	for (int i = 0; i < FILTERS; i++)
		errors[i] = answers < 0 ? errno : (int)changes[i].data;
}

int backend_add(struct watch *w)
{
	int errors[FILTERS];

	change_both(w, EV_ADD | EV_CLEAR, errors);
	/* FreeBSD refuses to watch a pipe that nobody reads any more. No event will tell, so it is told
	 * here: a write fails at once. */
	if (errors[WRITE_FILTER] == EPIPE) {
		w->ready |= LOOP_READ | LOOP_WRITE;
		return 0;
	}
	/* What can only be read, or only be written, may refuse the other filter: one of them is enough. */
	return errors[READ_FILTER] && errors[WRITE_FILTER] ? -errors[READ_FILTER] : 0;
}

void backend_remove(struct watch *w)
{
	int errors[FILTERS];

	/* A failure means that the filter is not registered, which is what we want. */
	change_both(w, EV_DELETE, errors);
}

/* EV_EOF of the reading filter is the peer's last byte, and bytes may still be unread. EV_EOF of the
 * writing filter is a refused connect (which is no EV_ERROR), a reset, or a pipe's reader gone: the reader
 * is woken too, since the error is given to the first that calls. */
static unsigned ready_bits(const struct kevent *event)
{
	bool end = event->flags & (EV_EOF | EV_ERROR);

	if (event->filter == EVFILT_READ)
		return end ? LOOP_READ | LOOP_HUP : LOOP_READ;
	return end ? LOOP_WRITE | LOOP_READ : LOOP_WRITE;
}

/* kevent counts in nanoseconds and rounds up by itself. Who runs next: the loop. on_ready runs no task; it
 * only wakes those that wait for this fd, once for each filter with an event. */
static int take_batch(int64_t timeout_ns)
{
	const int64_t day_ns = 24 * 60 * 60 * NS_PER_S;
	const int64_t ns = timeout_ns < day_ns ? timeout_ns : day_ns; /* some systems refuse a very long one */
	const struct timespec timeout = {ns / NS_PER_S, ns % NS_PER_S};
	struct kevent events[BATCH];
	int count;

	/* Here the whole program sleeps. */
	count = kevent(kqueue_fd, NULL, 0, events, BATCH, timeout_ns < 0 ? NULL : &timeout);
	if (count < 0)
		return errno == EINTR ? 0 : -errno;
	for (int i = 0; i < count; i++) {
		struct watch *w = events[i].udata;

		w->ready |= ready_bits(&events[i]);
		w->on_ready(w);
	}
	return count;
}

/* Takes all events that are there before the loop goes on: an answer that has arrived must not miss its
 * deadline because a thousand others arrived with it. */
int backend_wait(int64_t timeout_ns)
{
	int count = take_batch(timeout_ns), all = count;

	for (int calls = 1; count == BATCH && calls < CALLS; calls++) {
		count = take_batch(0); /* the batch was full: is there more? */
		all += count > 0 ? count : 0;
	}
	return all;
}

void backend_close(void)
{
	close(kqueue_fd); /* the kernel forgets all registrations */
}
