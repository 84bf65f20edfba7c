/* address.c - see address.h. */
#include "coro/net/address.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The families take turns; when one of them is used up, the rest follows (RFC 8305 section 4). */
struct addresses *addresses_new(const struct addrinfo *found)
{
	int count[2] = {0}, placed[2] = {0}; /* of the first one's family, and of others */
	struct addresses *self;

	for (const struct addrinfo *a = found; a; a = a->ai_next)
		count[a->ai_family != found->ai_family]++;
	self = malloc(sizeof *self + (size_t)(count[0] + count[1]) * sizeof self->list[0]);
	if (!self)
		return NULL;
	*self = (struct addresses){.users = 1, .count = count[0] + count[1]};
	for (const struct addrinfo *a = found; a; a = a->ai_next) {
		bool other = a->ai_family != found->ai_family;
		int n = placed[other]++;
		struct address *to = &self->list[n < count[!other] ? 2 * n + other : n + count[!other]];

		to->len = a->ai_addrlen;
		memcpy(&to->at, a->ai_addr, to->len);
	}
	return self;
}

void addresses_drop(struct addresses *self)
{
	if (self && --self->users == 0)
		free(self);
}

/* ---- a socket ---- */

/* A message is written in one piece, so TCP must not wait for more bytes to send along (Nagle): that would
 * only delay it. And no call on the socket may block, and no program that we start may inherit it. */
int address_prepare(int fd)
{
	int one = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); /* if that fails, it is only slower */
	return fcntl(fd, F_SETFL, O_NONBLOCK) < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 ? errno : 0;
}

/* Returns fd; or if err is not 0, closes it and returns -err. */
static int keep_or_close(int fd, int err)
{
	if (!err)
		return fd;
	if (fd >= 0)
		close(fd); /* it is of no use */
	return -err;
}

int address_connect(const struct address *to)
{
	int fd = socket(to->at.ss_family, SOCK_STREAM, 0); /* address_prepare sets its flags */
	int err = fd < 0 ? errno : address_prepare(fd);

	/* EINPROGRESS: the handshake has begun, and the socket becomes writable when it is over. */
	if (!err && connect(fd, (const struct sockaddr *)&to->at, to->len) < 0 && errno != EINPROGRESS)
		err = errno;
	return keep_or_close(fd, err);
}

union any_address {
	struct sockaddr_storage any;
	struct sockaddr_in v4; /* its port stands where that of an IPv6 address stands */
};
_Static_assert(offsetof(struct sockaddr_in, sin_port) == offsetof(struct sockaddr_in6, sin6_port), "as on all systems");

int address_listen(const struct address *at, unsigned *port, int backlog)
{
	int fd = socket(at->at.ss_family, SOCK_STREAM, 0), one = 1; /* to accept(2) from */
	int err = fd < 0 ? errno : address_prepare(fd);
	union any_address own = {.any = at->at};
	socklen_t len = at->len;

	if (err)
		return keep_or_close(fd, err);
	own.v4.sin_port = htons((uint16_t)*port);
	/* A server that starts again gets its port, even if old connections still linger there. */
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (own.any.ss_family == AF_INET6) /* or else it would take IPv4's clients as well */
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
	/* getsockname tells which port the system chose, if port 0 was asked for. */
	if (bind(fd, (struct sockaddr *)&own, len) < 0 || listen(fd, backlog) < 0 ||
		getsockname(fd, (struct sockaddr *)&own, &len) < 0)
		return keep_or_close(fd, errno);
	*port = ntohs(own.v4.sin_port);
	return fd;
}

/* Writable does not mean connected: the outcome is in SO_ERROR, which reading clears. */
int address_outcome(int fd)
{
	int err = 0;
	socklen_t len = sizeof err;

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) < 0) /* 0 in err: it is connected */
		err = errno;
	return err;
}

bool address_is_ours(int err)
{
	return err == EMFILE || err == ENFILE || err == ENOMEM || err == ENOBUFS;
}
