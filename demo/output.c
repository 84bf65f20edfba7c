/* output.c - a queue of bytes that wait until they can be written. */
#include "demo/output.h"
#include "coro/net/conn.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

void output_open(struct output *self, int fd)
{
	*self = (struct output){.fd = fd, .io.watch.fd = -1};
}

enum status output_watch(struct output *self)
{
	if (io_open(&self->io, self->fd) != 0) /* refused for a regular file, which is always writable */
		self->io.watch.fd = -1;
	return ASYNC_OK;
}

enum status output_unwatch(struct output *self)
{
	io_close(&self->io);
	return ASYNC_OK;
}

void output_free(struct output *self)
{
	if (self->buffer)
		buffer_return(NULL, self->buffer);
	self->buffer = NULL;
	self->begin = self->end = 0;
}

/* Can fd be written without blocking? wait_ms: how long to wait for that; -1: without a bound. */
static bool has_room(const struct output *self, int wait_ms)
{
	struct pollfd out = {.fd = self->fd, .events = POLLOUT};

	return poll(&out, 1, wait_ms) != 0;
}

/* Writes once. A pipe that is writable has room for PIPE_BUF bytes, so a write of at most that many never
 * blocks. Returns false if it would have blocked; sets error if it failed. */
static bool write_some(struct output *self)
{
	size_t len = self->end - self->begin;
	ssize_t count = write(self->fd, self->buffer->bytes + self->begin,
		self->io.watch.fd >= 0 && len > PIPE_BUF ? PIPE_BUF : len);

	if (count > 0)
		self->begin += (size_t)count;
	if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return false;
	if (count < 0 && errno != EINTR)
		self->error = errno;
	if (self->error || self->begin == self->end)
		self->begin = self->end = 0;
	return true;
}

int output_add(struct output *self, struct slice text)
{
	char *place;

	if (self->error || text.len == 0)
		return self->error;
	place = buffer_make_room(NULL, &self->buffer, &self->begin, &self->end, text.len);
	if (!place)
		return self->error = ENOMEM;
	memcpy(place, text.at, text.len);
	self->end += text.len;
	if (self->io.watch.fd < 0)
		return output_flush(self);
	while (self->end && has_room(self, 0) && write_some(self))
		;
	return self->error;
}

int output_flush(struct output *self)
{
	while (self->end)
		if (!write_some(self))
			has_room(self, -1);
	return self->error;
}

async output_drain(struct output *self)
{
	ASYNC();
	while (self->end) {
		while (!has_room(self, 0)) {
			self->io.watch.ready &= ~(unsigned)LOOP_WRITE; /* the event is outdated */
			AWAIT(io_ready(&self->io, LOOP_WRITE));        /* the reader is slow: other tasks run meanwhile */
		}
		write_some(self);
	}
	if (self->error)
		ASYNC_RAISE(ASYNC_E_SYSTEM);
	ASYNC_END;
}
