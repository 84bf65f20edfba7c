/* requests_race.c - race.c's rule by calls that block: one poll(2) waits for all sockets on their way. */
#include "http/requests_link.h"
#include "loop/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

struct tries {
	const struct addresses *to;
	struct pollfd *sockets; /* of those begun so far; fd -1: it has failed. poll(2) passes over it */
	int begun, running;
	int error; /* of the last that failed */
};

static void begin_next(struct tries *self)
{
	struct pollfd *next = &self->sockets[self->begun];
	int fd = address_connect(addresses_nth(self->to, self->begun++));

	*next = (struct pollfd){.fd = fd < 0 ? -1 : fd, .events = POLLOUT};
	if (fd < 0)
		self->error = -fd;
	else
		self->running++;
}

/* Until one of them has ended, or it is the next one's turn, or the time is up. Returns how many have ended, or -1. */
static int wait_for_one(const struct tries *self, int64_t deadline)
{
	int64_t left = deadline - clock_monotonic(), next = CONNECT_NEXT_MS * NS_PER_MS;
	bool more = self->begun < self->to->count;

	if (more && !self->running)
		return 0;
	if (left <= 0) {
		errno = ETIMEDOUT;
		return -1;
	}
	if (more && left > next)
		left = next;
	return poll(self->sockets, (nfds_t)self->begun, left < INT32_MAX * NS_PER_MS ? (int)(left / NS_PER_MS) + 1 : -1);
}

/* Looks at those who have ended, and closes the sockets that failed. Returns one that is connected, taken out, or -1. */
static int take_winner(struct tries *self)
{
	for (int i = 0; i < self->begun; i++) {
		struct pollfd *s = &self->sockets[i];
		int fd = s->fd, err = fd >= 0 && s->revents ? address_outcome(fd) : EINPROGRESS;

		if (err == EINPROGRESS)
			continue;
		s->fd = -1;
		self->running--;
		if (!err)
			return fd;
		close(fd);
		self->error = err;
	}
	return -1;
}

static int run(struct tries *self, int64_t deadline)
{
	int fd = -1;

	while (fd < 0 && (self->begun < self->to->count || self->running) && !address_is_ours(self->error)) {
		if (self->begun < self->to->count)
			begin_next(self);
		if (wait_for_one(self, deadline) < 0) {
			self->error = errno;
			break;
		}
		fd = take_winner(self);
	}
	return fd;
}

int requests_race(const struct addresses *to, int64_t deadline, int *error)
{
	struct tries race = {.to = to, .sockets = calloc((size_t)to->count, sizeof *race.sockets), .error = ENOMEM};
	int fd = -1;

	if (race.sockets) {
		race.error = 0;
		fd = run(&race, deadline);
	}
	for (int i = 0; i < race.begun; i++) /* the losers */
		if (race.sockets[i].fd >= 0)
			close(race.sockets[i].fd);
	free(race.sockets);
	if (fd >= 0)
		fcntl(fd, F_SETFL, 0); /* from here on its calls block */
	*error = race.error;
	return fd;
}
