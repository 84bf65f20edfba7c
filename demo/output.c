/* output.c - a queue of bytes that wait until they can be written. */
#include "demo/output.h"
#include "coro/net/conn.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

void output_open(struct output *self, int fd)
{
	*self = (struct output){.fd = fd, .io.watch.fd = -1};
}

void output_free(struct output *self)
{
	if (self->buffer)
		buffer_return(NULL, self->buffer);
	self->buffer = NULL;
	self->begin = self->end = 0;
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
	while (self->end && shared_can(self->fd, LOOP_WRITE, 0) && write_some(self))
		;
	return self->error;
}

int output_flush(struct output *self)
{
	while (self->end)
		if (!write_some(self))
			shared_can(self->fd, LOOP_WRITE, -1);
	return self->error;
}

async output_drain(struct output *self)
{
	ASYNC();
	while (self->end) {
		AWAIT(shared_ready(&self->io, LOOP_WRITE)); /* other tasks run while the reader is slow */
		write_some(self);
	}
	if (self->error)
		ASYNC_RAISE(ASYNC_E_SYSTEM);
	ASYNC_END;
}
