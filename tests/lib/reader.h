/* reader.h - what the tests of io.c share: a worker that waits for bits of one end. */
#ifndef TESTS_LIB_READER_H
#define TESTS_LIB_READER_H

#include "coro/io.h"
#include "tests/lib/support.h"

struct reader {
	struct io io;
	char name;     /* in */
	unsigned bits; /* in */
};

static async wait_for_bits(struct reader *self)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, io_ready(&self->io, self->bits));
	say("%c:%s", self->name, status_name(err));
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(wait_for_bits, struct reader *);

#endif
