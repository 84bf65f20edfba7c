/* door.c - the way in: listeners on localhost, and a worker at each who admits whoever stands outside. */
#include "demo/kitchen/door.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 4096, FULL_NS = 100000000 };

/* Lets in all who stand outside. EAGAIN: nobody does any more. Returns errno. */
static int admit_all(struct door *self)
{
	int one = 1;

	for (;;) {
		int fd = accept(self->fd, NULL, NULL);

		if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
			continue;
		if (fd < 0)
			return errno == EWOULDBLOCK ? EAGAIN : errno;
		fcntl(fd, F_SETFL, O_NONBLOCK);
		fcntl(fd, F_SETFD, FD_CLOEXEC);
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
		kitchen_admit(self->kitchen, fd);
	}
}

static async open_door(struct door *self)
{
	ASYNC();
	for (;;) {
		AWAIT(io_ready(&self->io, LOOP_READ));
		if (admit_all(self) == EAGAIN)
			self->io.watch.ready &= ~(unsigned)LOOP_READ;
		else
			AWAIT(sleep_for(FULL_NS)); /* no more files: until somebody leaves */
	}
	ASYNC_END;
}
ASYNC_ENTRY(open_door, struct door *);

union any_address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

int door_listen(int family, unsigned *port)
{
	union any_address at = {0};
	socklen_t len = family == AF_INET ? sizeof at.v4 : sizeof at.v6;
	int fd = socket(family, SOCK_STREAM, 0), one = 1, err;

	at.any.sa_family = (sa_family_t)family;
	if (family == AF_INET)
		at.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	else
		at.v6.sin6_addr = in6addr_loopback;
	if (family == AF_INET)
		at.v4.sin_port = htons((uint16_t)*port);
	else
		at.v6.sin6_port = htons((uint16_t)*port);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 ||
		bind(fd, &at.any, len) < 0 || listen(fd, BACKLOG) < 0 || getsockname(fd, &at.any, &len) < 0) {
		err = errno;
		close(fd);
		errno = err;
		return -1;
	}
	*port = ntohs(family == AF_INET ? at.v4.sin_port : at.v6.sin6_port);
	return fd;
}

int door_open(struct door *self, struct kitchen *kitchen, int fd)
{
	int err;

	*self = (struct door){.kitchen = kitchen, .fd = fd, .io.listens = true};
	err = io_open(&self->io, fd);
	if (err) { /* a listener that nobody serves would let clients in, and leave them there */
		close(fd);
		self->fd = -1;
		return err;
	}
	task_set_start(&kitchen->tasks, &self->worker, "door", open_door, self);
	return 0;
}

void door_close(struct door *self)
{
	if (self->fd < 0)
		return;
	io_close(&self->io);
	close(self->fd);
	self->fd = -1;
}
