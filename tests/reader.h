/* reader.h - what the tests of io.c share: a worker who waits for bits of one end. */
#ifndef TESTS_READER_H
#define TESTS_READER_H

#include "coro/io.h"
#include "tests/support.h"

struct reader {
	struct coro coro;
	struct io_wait wait;
	struct io io;
	char name;     /* in */
	unsigned bits; /* in */
	enum status err;
};

static async wait_for_bits(struct reader *self)
{
	ASYNC_BEGIN(self);
	AWAIT_CATCH(self->err, io_ready(&self->wait, &self->io, self->bits));
	say("%c:%s", self->name, status_name(self->err));
	ASYNC_RAISE(self->err);
	ASYNC_END;
}
ASYNC_TASK(wait_for_bits);

#endif
