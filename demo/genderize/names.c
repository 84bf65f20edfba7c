/* names.c - reads lines of standard input without blocking the loop. */
#include "demo/genderize/names.h"
#include "coro/sleep.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* io_open refuses a regular file, which is always ready: it is read without waiting. */
async names_open(struct names *self, const struct options *options)
{
	*self = (struct names){.total = -1, .index = -1};
	if (options->nnames) {
		self->given = options->names;
		self->total = options->nnames;
	} else {
		self->watched = io_open(&self->io, STDIN_FILENO) == 0;
	}
	return ASYNC_OK;
}

async names_close(struct names *self)
{
	if (self->watched)
		io_close(&self->io);
	self->watched = false;
	return ASYNC_OK;
}

/* Other programs may share standard input, so it is not made non-blocking: poll() tells whether read would
 * block. */
static bool would_block(struct names *self)
{
	struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};

	if (!self->watched || poll(&p, 1, 0) != 0)
		return false;
	self->io.watch.ready &= ~(unsigned)LOOP_READ;
	return true;
}

static void read_more(struct names *self)
{
	ssize_t got = read(STDIN_FILENO, self->buffer, sizeof self->buffer);

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	self->used = 0;
	self->held = got > 0 ? (size_t)got : 0;
	self->at_end = got <= 0;
	self->error = got < 0 ? strerror(errno) : NULL;
}

/* Takes the next name from the buffer. False: more must be read, or `ended` is set. */
static bool take_name(struct names *self)
{
	self->current = self->lines.name;
	while (self->used < self->held)
		if (lines_take(&self->lines, (unsigned char)self->buffer[self->used++]))
			return true;
	if (self->at_end && lines_take(&self->lines, EOF)) /* the last line may lack its newline */
		return true;
	if (self->lines.problem)
		self->error = self->lines.problem;
	self->ended = self->at_end || self->error;
	return false;
}

static void next_given(struct names *self)
{
	self->ended = self->index + 1 >= self->total;
	if (!self->ended)
		self->current = self->given[++self->index];
}

async names_next(struct names *self)
{
	ASYNC();
	if (self->given) {
		next_given(self);
		ASYNC_RETURN();
	}
	while (!take_name(self) && !self->ended) {
		while (would_block(self))
			AWAIT(io_ready(&self->io, LOOP_READ | LOOP_HUP));
		read_more(self);
		AWAIT(sleep_for(0)); /* lets ready tasks run: a long text may hold no name */
	}
	self->index += !self->ended;
	ASYNC_END;
}
