/* stream.c - bytes go through a socket, or through a ring in memory. */
#include "coro/net/stream.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* macOS: SO_NOSIGPIPE below instead */
#endif

_Static_assert(EAGAIN == EWOULDBLOCK, "wherever this runs: POSIX would let them differ");

/* ---- the socket ---- */

int stream_open_socket(struct stream *self, int fd)
{
	int err;

	*self = (struct stream){0};
#ifdef SO_NOSIGPIPE
	/* A broken pipe is an error, no signal. */
	setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &(int){1}, sizeof(int));
#endif
	err = io_open(&self->io, fd);
	if (err) {
		close(fd); /* it cannot be watched, so it is of no use */
		self->io.watch.fd = -1;
	}
	return err;
}

/* A short count has emptied the socket (or filled it), as surely as EAGAIN would say with one more system
 * call; what comes later is a new edge (epoll(7), question 9). Except at the hang-up: no further edge
 * comes, and the end is still to be read. */
static void forget_readiness(struct watch *w, ssize_t got, size_t wanted, unsigned bit)
{
	if (got < 0 ? errno == EAGAIN : (size_t)got < wanted && !(w->ready & LOOP_HUP))
		w->ready &= ~bit;
}

/* ---- memory ---- */

void stream_open_memory(struct stream *a, struct stream *b, struct stream_pipe pipes[2])
{
	*a = (struct stream){.peer = b, .in = &pipes[0], .out = &pipes[1]};
	*b = (struct stream){.peer = a, .in = &pipes[1], .out = &pipes[0]};
	io_open(&a->io, -1);
	io_open(&b->io, -1);
	a->io.watch.ready = b->io.watch.ready = LOOP_WRITE;
}

static void tell_peer(struct stream *self, unsigned bits)
{
	if (self->peer)
		io_signal(&self->peer->io, bits);
}

static ssize_t would_block(struct stream *self, unsigned bit)
{
	self->io.watch.ready &= ~bit;
	errno = EAGAIN;
	return -1;
}

static ssize_t memory_recv(struct stream *self, char *buf, size_t room)
{
	struct stream_pipe *in = self->in;
	size_t count = in->held < room ? in->held : room;

	if (count == 0)
		return in->ended ? 0 : would_block(self, LOOP_READ);
	if (in->most && count > in->most)
		count = in->most;
	memcpy(buf, in->bytes, count);
	in->held -= count;
	memmove(in->bytes, in->bytes + count, in->held);
	tell_peer(self, LOOP_WRITE);
	return (ssize_t)count;
}

static ssize_t memory_send(struct stream *self, const char *buf, size_t len)
{
	struct stream_pipe *out = self->out;
	size_t room = STREAM_PIPE_SIZE - out->held, count = len < room ? len : room, kept = count;

	if (!self->peer) {
		errno = EPIPE;
		return -1;
	}
	if (count == 0)
		return would_block(self, LOOP_WRITE);
	if (out->cut && out->passed + count >= out->cut) {
		kept = out->passed < out->cut ? (size_t)(out->cut - out->passed) : 0;
		out->ended = true;
	}
	memcpy(out->bytes + out->held, buf, kept);
	out->held += kept;
	out->passed += count;
	tell_peer(self, LOOP_READ | (out->ended ? LOOP_HUP : 0));
	return (ssize_t)count;
}

static void memory_close(struct stream *self)
{
	self->out->ended = true;
	tell_peer(self, LOOP_READ | LOOP_WRITE | LOOP_HUP);
	if (self->peer)
		self->peer->peer = NULL;
	self->peer = NULL;
	self->in = self->out = NULL;
}

/* ---- both ---- */

ssize_t stream_recv(struct stream *self, void *buf, size_t room)
{
	struct watch *w = &self->io.watch;
	ssize_t got;

	if (self->in)
		return memory_recv(self, buf, room);
	do
		got = recv(w->fd, buf, room, 0); /* it never blocks: EAGAIN if nothing is there */
	while (got < 0 && errno == EINTR);
	forget_readiness(w, got, room, LOOP_READ);
	return got;
}

ssize_t stream_send(struct stream *self, const void *buf, size_t len)
{
	struct watch *w = &self->io.watch;
	ssize_t sent;

	if (self->out)
		return memory_send(self, buf, len);
	do
		sent = send(w->fd, buf, len, MSG_NOSIGNAL); /* it never blocks: EAGAIN if there is no room */
	while (sent < 0 && errno == EINTR);
	forget_readiness(w, sent, len, LOOP_WRITE);
	return sent;
}

bool stream_is_open(const struct stream *self)
{
	return self->out || (self->io.id && self->io.watch.fd >= 0);
}

void stream_end(struct stream *self)
{
	if (!self->out) {
		shutdown(self->io.watch.fd, SHUT_WR); /* the peer reads the end; we can still read */
		return;
	}
	self->out->ended = true;
	tell_peer(self, LOOP_READ | LOOP_HUP);
}

void stream_close(struct stream *self)
{
	int fd = self->io.watch.fd;

	if (self->out) {
		memory_close(self);
	} else if (stream_is_open(self)) {
		/* First: if a duplicate of the fd is open, its registration outlives close(). */
		io_close(&self->io);
		close(fd);
	}
}
