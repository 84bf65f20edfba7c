/* names.h - the source of names: the command line, a file, a pipe, or a terminal. */
#ifndef DEMO_GENDERIZE_NAMES_H
#define DEMO_GENDERIZE_NAMES_H

#include "coro/io.h"
#include "demo/genderize/lines.h"

enum { NAMES_BUFFER = 4096 };

struct names {
	const char *const *given;           /* names of the command line, or NULL: read standard input */
	long total;                         /* how many; -1: not known */
	long index;                         /* of the current name, from 0; -1 before the first name */
	bool ended;                         /* there is no further name */
	const char *current;                /* valid until the next call */
	struct lines lines;
	struct io io;                       /* standard input, if it can be waited for */
	bool watched;
	size_t used, held; /* of the buffer */
	bool at_end;       /* of the file */
	const char *error; /* why it could not be read further, or NULL */
	char buffer[NAMES_BUFFER];
};

/* Takes the names of the command line; if there are none, the lines of standard input. Never suspends. */
async names_open(struct names *self, const struct options *options);
async names_close(struct names *self);

/* Waits for the next name (lines.h): sets current and index, or ended. It never blocks on a pipe: while a
 * name is late, other tasks run. */
async names_next(struct names *self);

#endif
