/* address.c - see address.h. */
#include "coro/net/address.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The next one of this family, or, with `other`, of any other. */
static const struct addrinfo *next_of(const struct addrinfo *a, int family, bool other)
{
	while (a && (a->ai_family == family) == other)
		a = a->ai_next;
	return a;
}

static void add(struct addresses *self, const struct addrinfo *a)
{
	struct address *to = &self->list[self->count++];

	memcpy(&to->at, a->ai_addr, a->ai_addrlen);
	to->len = a->ai_addrlen;
}

struct addresses *addresses_new(const struct addrinfo *found)
{
	const struct addrinfo *same = found, *other = next_of(found, found->ai_family, true);
	struct addresses *self;
	size_t count = 0;

	for (const struct addrinfo *a = found; a; a = a->ai_next)
		count++;
	self = malloc(sizeof *self + count * sizeof self->list[0]);
	if (!self)
		return NULL;
	*self = (struct addresses){.users = 1};
	while (same || other) { /* one of either family, in turn, as far as they go (RFC 8305 section 4) */
		if (same) {
			add(self, same);
			same = next_of(same->ai_next, found->ai_family, false);
		}
		if (other) {
			add(self, other);
			other = next_of(other->ai_next, found->ai_family, true);
		}
	}
	return self;
}

void addresses_drop(struct addresses *self)
{
	if (self && --self->users == 0)
		free(self);
}

const struct address *addresses_nth(const struct addresses *self, int n)
{
	return &self->list[(self->good + n) % self->count];
}

/* ---- a socket ---- */

int address_connect(const struct address *to)
{
	int fd = socket(to->at.ss_family, SOCK_STREAM, 0), one = 1, err = 0;

	if (fd < 0)
		return -errno;
	if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
		err = errno;
	/* A request is written in one piece: waiting for more to send with it could only delay it. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (!err && connect(fd, (const struct sockaddr *)&to->at, to->len) < 0 && errno != EINPROGRESS)
		err = errno;
	if (err) {
		close(fd);
		return -err;
	}
	return fd;
}

/* Writable does not mean connected: the outcome is in SO_ERROR, which reading clears. */
int address_outcome(int fd)
{
	int err = 0;
	socklen_t len = sizeof err;

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) < 0)
		err = errno;
	return err;
}

bool address_is_ours(int err)
{
	return err == EMFILE || err == ENFILE || err == ENOMEM || err == ENOBUFS;
}
