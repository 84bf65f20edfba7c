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

#ifndef POLLRDHUP /* where a system has none, the peer's last byte is told as LOOP_READ alone */
#define POLLRDHUP 0
#endif

/* For more fds poll is no use. The system gives memory only to the part of these arrays that is used. */
enum { MOST_FDS = 65536, ALL_BITS = LOOP_READ | LOOP_WRITE | LOOP_HUP };

const char backend_name[] = "poll";

static struct watch *watches[MOST_FDS]; /* those from 0 to count, in no order */
static struct pollfd asked[MOST_FDS];   /* what poll is asked of each, and its answer */
static int count;

/* Nothing is opened: the list of fds lies here. */
int backend_open(void)
{
	return count = 0;
}

int backend_add(struct watch *w)
{
	if (count == MOST_FDS)
		return -EMFILE;
	watches[count++] = w;
	return 0;
}

/* The last watch takes the place of the one removed. A watch that is not in the list is not found, which is
 * fine. */
void backend_remove(struct watch *w)
{
	for (int i = 0; i < count; i++)
		if (watches[i] == w)
			watches[i] = watches[--count];
}

/* What a watch lacks is asked for. One that lacks nothing is left out, which poll does with a negative fd. */
static struct pollfd question(const struct watch *w)
{
	short events = (w->ready & LOOP_READ ? 0 : POLLIN) | (w->ready & LOOP_WRITE ? 0 : POLLOUT) |
		       (w->ready & LOOP_HUP ? 0 : POLLRDHUP);

	return (struct pollfd){events ? w->fd : -1, events, 0};
}

/* POLLHUP, POLLERR and POLLNVAL come unasked, and again in each wait. So they set all bits: then the watch is
 * left out, and the next wait can sleep. The task that tries next, reader or writer, gets the errno from
 * its own call. */
static unsigned ready_bits(short answer)
{
	if (answer & (POLLHUP | POLLERR | POLLNVAL))
		return ALL_BITS;
	return (answer & POLLIN ? LOOP_READ : 0) | (answer & POLLOUT ? LOOP_WRITE : 0) |
	       (answer & POLLRDHUP ? LOOP_READ | LOOP_HUP : 0);
}

/* Who runs next: the loop. on_ready runs no task; it only wakes those that wait for this fd. */
int backend_wait(int64_t timeout_ns)
{
	for (int i = 0; i < count; i++)
		asked[i] = question(watches[i]);
	int events = poll(asked, (nfds_t)count, clock_ms(timeout_ns)); /* here the whole program sleeps */
	if (events < 0)
		return errno == EINTR ? 0 : -errno;
	for (int i = 0; i < count; i++)
		if (asked[i].revents) {
			watches[i]->ready |= ready_bits(asked[i].revents);
			watches[i]->on_ready(watches[i]);
		}
	return events;
}

void backend_close(void)
{
}
