/* names.c - takes names from the command line, or reads lines of standard input without blocking the loop. */
#include "demo/genderize/names.h"
#include "coro/sleep.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void names_open(struct names *self, const struct options *options)
{
	*self = (struct names){.total = -1, .index = -1};
	if (options->nnames) {
		self->given = options->names;
		self->total = options->nnames;
	}
}

void names_read(struct names *self)
{
	ssize_t got = read(STDIN_FILENO, self->buffer, sizeof self->buffer);

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	self->used = 0;
	self->held = got > 0 ? (size_t)got : 0;
	self->at_end = got <= 0;
	self->error = got < 0 ? strerror(errno) : NULL;
}

/* Takes the next name from the buffer. False: more must be read, or there is none. */
static bool take_line(struct names *self)
{
	while (self->used < self->held)
		if (lines_take(&self->lines, (unsigned char)self->buffer[self->used++]))
			return true;
	if (self->at_end && lines_take(&self->lines, EOF)) /* the last line may lack its newline */
		return true;
	if (self->lines.problem)
		self->error = self->lines.problem;
	return false;
}

bool names_take(struct names *self)
{
	bool taken = self->given ? self->index + 1 < self->total : take_line(self);

	self->index += taken;
	if (taken)
		self->current = self->given ? self->given[self->index] : self->lines.name;
	self->ended = !taken && (self->given || self->at_end || self->error);
	return taken;
}

async names_next(struct names *self)
{
	ASYNC();
	while (!names_take(self) && !self->ended) {
		AWAIT(shared_ready(&self->io, LOOP_READ | LOOP_HUP));
		names_read(self);
		AWAIT(sleep_for(0)); /* lets ready tasks run: a long text may hold no name */
	}
	ASYNC_END;
}
