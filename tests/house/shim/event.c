/* event.c - the BSDs' kqueue on Linux, a thin layer over epoll, so that loop/kqueue.c is tested unchanged.
 *
 * A queue is two epoll objects: one watches for EVFILT_READ and is the queue's fd, the other watches for
 * EVFILT_WRITE and lies inside the first. With one for both, an edge in one direction would report the
 * other again as well, and so hide a lost wake-up. Below, "man:" quotes FreeBSD's kqueue(2), and "kernel:"
 * tells what its sources do and the page does not say.
 *
 * Not imitated: what a regular file has to say, data of EVFILT_WRITE, dup2() as a close, EV_EOF after our
 * own shutdown(SHUT_WR), and a queue used by two threads: it belongs to the one that made it. */
#define _GNU_SOURCE
#include <sys/event.h>

#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum side { READ_SIDE, WRITE_SIDE, SIDES };
/* NESTED stands in the place of an fd in the write side's own entry in the read side. */
enum { NESTED = -1, BATCH = 256, FD_LIMIT = 65536 };

/* What the user gave to EV_ADD; the name is the kernel's. epoll has room for the fd only. */
struct knote {
	void *udata;
	unsigned short flags;
	bool is_socket;
};

struct queue {
	struct queue *next;
	pid_t owner;
	int epoll[SIDES];                    /* epoll[READ_SIDE] is what kqueue() returned */
	struct knote notes[FD_LIMIT][SIDES]; /* which of them are registered, only epoll knows */
};

static _Thread_local struct queue *queues;

/* When a filter says yes, and when it says EV_EOF too, in epoll's words.
 *   man, EVFILT_READ: "If the read direction of the socket has shutdown, then the filter also sets EV_EOF";
 *     of pipes: "When the last writer disconnects, the filter will set EV_EOF".
 *   man, EVFILT_WRITE: "The filter will set EV_EOF when the reader disconnects".
 *   kernel: a refused connect and a reset shut both directions: both filters say EV_EOF, neither EV_ERROR.
 * epoll reports EPOLLHUP and EPOLLERR unasked; here they reach only those who have a filter for them. */
static const struct rule {
	uint32_t yes, eof;
} rules[2][SIDES] = {
	/* pipes, then sockets: */
	{{EPOLLIN | EPOLLHUP, EPOLLHUP}, {EPOLLOUT | EPOLLERR, EPOLLERR}},
	{{EPOLLIN | EPOLLRDHUP | EPOLLERR, EPOLLRDHUP}, {EPOLLOUT | EPOLLHUP | EPOLLERR, EPOLLHUP}},
};

static int fail(int error)
{
	errno = error;
	return -1;
}

/* Returns the link that points to the queue of this fd, or to NULL. man: "The queue is not inherited by a
 * child created with fork(2)": the child's list has it, but not as its own. */
static struct queue **find_queue(int kq)
{
	struct queue **link = &queues;

	while (*link && ((*link)->epoll[READ_SIDE] != kq || (*link)->owner != getpid()))
		link = &(*link)->next;
	return link;
}

/* man: "creates a new kernel event queue and returns a descriptor", which an exec would not close. */
int kqueue(void)
{
	struct epoll_event nested = {.events = EPOLLIN, .data.fd = NESTED};
	struct queue *q = calloc(1, sizeof(*q));

	if (!q)
		return fail(ENOMEM);
	q->epoll[READ_SIDE] = epoll_create1(0);
	q->epoll[WRITE_SIDE] = epoll_create1(EPOLL_CLOEXEC);
	q->owner = getpid();
	q->next = queues;
	queues = q;
	if (epoll_ctl(q->epoll[READ_SIDE], EPOLL_CTL_ADD, q->epoll[WRITE_SIDE], &nested) == 0)
		return q->epoll[READ_SIDE];
	close(q->epoll[READ_SIDE]);
	return fail(EMFILE);
}

/* man: "Calling close() on a file descriptor will remove any kevents that reference the descriptor": not
 * even a duplicate keeps them, as it would in epoll. This function stands before the C library's own. */
int close(int fd)
{
	struct queue **link = find_queue(fd);
	struct queue *closed = *link;

	if (closed) {
		*link = closed->next;
		syscall(SYS_close, closed->epoll[WRITE_SIDE]);
		free(closed);
	}
	for (struct queue *q = queues; q && q->owner == getpid(); q = q->next) {
		(void)epoll_ctl(q->epoll[READ_SIDE], EPOLL_CTL_DEL, fd, NULL);
		(void)epoll_ctl(q->epoll[WRITE_SIDE], EPOLL_CTL_DEL, fd, NULL);
	}
	return (int)syscall(SYS_close, fd);
}

/* man: "Re-adding an existing event will modify the parameters of the original event, and not result in a
 * duplicate entry." Returns 0 or an errno. */
static int add(struct queue *q, int fd, enum side side, const struct kevent *change)
{
	/* man, EV_CLEAR: "Reset the state of the event after it is retrieved by the user." */
	uint32_t edge = change->flags & EV_CLEAR ? EPOLLET : 0, what = side == READ_SIDE ? EPOLLIN : EPOLLOUT;
	struct epoll_event interest = {.events = what | EPOLLRDHUP | edge, .data.fd = fd};
	struct pollfd now = {.fd = fd, .events = POLLOUT};
	struct stat file;

	if (fstat(fd, &file) < 0 || fd >= FD_LIMIT)
		return EBADF;
	/* kernel: EVFILT_WRITE is refused for the writing end of a pipe that nobody reads any more. */
	if (side == WRITE_SIDE && S_ISFIFO(file.st_mode) && poll(&now, 1, 0) == 1 && (now.revents & POLLERR))
		return EPIPE;
	q->notes[fd][side] = (struct knote){change->udata, change->flags, S_ISSOCK(file.st_mode)};
	if (epoll_ctl(q->epoll[side], EPOLL_CTL_ADD, fd, &interest) == 0)
		return 0;
	if (errno == EEXIST && epoll_ctl(q->epoll[side], EPOLL_CTL_MOD, fd, &interest) == 0)
		return 0;
	/* A regular file is accepted, as by a BSD, and silent, as at its end. */
	return S_ISREG(file.st_mode) ? 0 : errno;
}

/* Carries out one change. Returns 0 or an errno: ENOENT, "The event could not be found to be modified or
 * deleted" (man), and EBADF for a closed fd are also what epoll says. */
static int apply(struct queue *q, const struct kevent *change)
{
	int action = change->flags & ~(EV_RECEIPT | EV_ONESHOT | EV_CLEAR);
	enum side side = change->filter == EVFILT_READ ? READ_SIDE : WRITE_SIDE;

	if (side == WRITE_SIDE && change->filter != EVFILT_WRITE)
		return EINVAL;
	if (action == EV_DELETE)
		return epoll_ctl(q->epoll[side], EPOLL_CTL_DEL, (int)change->ident, NULL) < 0 ? errno : 0;
	return action == EV_ADD ? add(q, (int)change->ident, side, change) : EINVAL;
}

/* man: "If an error occurs while processing an element of the changelist and there is enough room in the
 * eventlist, then the event will be placed in the eventlist with EV_ERROR set in flags and the system
 * error in data. Otherwise, -1 will be returned". EV_RECEIPT "forces EV_ERROR to always be returned";
 * without room for it "subsequent changes will not get processed". kernel: a call that returned such
 * entries waits for nothing. Returns whether the call ends here, with *result. */
static bool apply_all(struct queue *q, const struct kevent *changes, int nchanges, struct kevent *events,
	int nevents, int *result)
{
	*result = 0;
	for (int i = 0; i < nchanges; i++) {
		struct kevent change = changes[i]; /* man: "The same array may be used" for both lists */
		int error = apply(q, &change);

		if (error == 0 && !(change.flags & EV_RECEIPT))
			continue;
		if (*result == nevents) {
			*result = error ? fail(error) : *result;
			return true;
		}
		change.flags = EV_ERROR;
		change.data = error;
		events[(*result)++] = change;
	}
	return *result > 0;
}

static struct tcp_info tcp_info(int fd)
{
	struct tcp_info info = {0};
	socklen_t size = sizeof(info);

	(void)getsockopt(fd, SOL_TCP, TCP_INFO, &info, &size);
	return info;
}

/* man: "data contains the number of bytes of protocol data available to read", and of a listener "the size
 * of the listen backlog". It goes beside EV_EOF: "It is possible for EOF to be returned (indicating the
 * connection is gone) while there is still data pending in the socket buffer." */
static intptr_t bytes_to_read(int fd)
{
	int bytes;

	return ioctl(fd, FIONREAD, &bytes) == 0 ? bytes : (intptr_t)tcp_info(fd).tcpi_unacked;
}

/* man: "The filter is also run when the user attempts to retrieve the kevent": epoll_wait has just done
 * so. Writes the event. Returns how many were written, 1 or 0. */
static int report(struct queue *q, enum side side, const struct epoll_event *seen, struct kevent *out)
{
	int fd = seen->data.fd;
	const struct knote *k = &q->notes[fd][side];
	const struct rule *rule = &rules[k->is_socket][side];
	/* kernel: a socket that was never connected is ready for nothing; epoll calls it hung up. */
	bool is_unconnected = k->is_socket && (seen->events & (EPOLLHUP | EPOLLRDHUP)) == EPOLLHUP;

	if (!(seen->events & rule->yes) || is_unconnected)
		return 0;
	EV_SET(out, fd, side == READ_SIDE ? EVFILT_READ : EVFILT_WRITE, k->flags, 0,
		side == READ_SIDE ? bytes_to_read(fd) : 0, k->udata);
	if (seen->events & rule->eof)
		out->flags |= EV_EOF;
	/* man: the filter "returns the socket error (if any) in fflags". Linux shows that error only by
	 * taking it away, and it must stay for the user's SO_ERROR. So it is inferred: a connection that
	 * has measured a round trip was reset, another one was refused. */
	if ((out->flags & EV_EOF) && k->is_socket && (seen->events & EPOLLERR))
		out->fflags = tcp_info(fd).tcpi_rtt ? ECONNRESET : ECONNREFUSED;
	/* man, EV_ONESHOT: "After the user retrieves the event from the kqueue, it is deleted." */
	if (k->flags & EV_ONESHOT)
		(void)epoll_ctl(q->epoll[side], EPOLL_CTL_DEL, fd, NULL);
	return 1;
}

/* Each filter gives an event of its own, so an fd may have two in one batch, and not as neighbours. */
static int collect(struct queue *q, enum side side, struct kevent *events, int nevents)
{
	struct epoll_event seen[BATCH];
	int n = epoll_wait(q->epoll[side], seen, nevents < BATCH ? nevents : BATCH, 0);
	int count = 0;

	for (int i = 0; i < n; i++) {
		if (seen[i].data.fd == NESTED) /* gets all places that the rest of this batch does not need */
			count += collect(q, WRITE_SIDE, events + count, nevents - count - (n - i - 1));
		else
			count += report(q, side, &seen[i], events + count);
	}
	return count;
}

/* The system call itself, unlike the C library's ppoll, leaves in its argument the time that is left:
 * needed when no filter says yes to what woke us. */
static int wait_and_collect(
	struct queue *q, struct kevent *events, int nevents, const struct timespec *timeout)
{
	struct pollfd queue = {.fd = q->epoll[READ_SIDE], .events = POLLIN};
	struct timespec left = timeout ? *timeout : (struct timespec){.tv_sec = 1};
	int count;

	do {
		count = (int)syscall(SYS_ppoll, &queue, 1, timeout ? &left : NULL, NULL, 0);
		if (count <= 0)
			return count;
		count = collect(q, READ_SIDE, events, nevents);
	} while (count == 0 && (left.tv_sec || left.tv_nsec));
	return count;
}

/* man: "All changes contained in the changelist are applied before any pending events are read from the
 * queue." "When nevents is zero, kevent() will return immediately even if there is a timeout specified". */
int kevent(int kq, const struct kevent *changes, int nchanges, struct kevent *events, int nevents,
	const struct timespec *timeout)
{
	struct queue *q = *find_queue(kq);
	int result;

	if (!q)
		return fail(EBADF);
	if (nchanges < 0 || nevents < 0 || (timeout && timeout->tv_sec < 0))
		return fail(EINVAL);
	if (apply_all(q, changes, nchanges, events, nevents, &result) || nevents == 0)
		return result;
	return wait_and_collect(q, events, nevents, timeout);
}
