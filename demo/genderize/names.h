/* names.h - the source of names: the command line, a file, a pipe, or a terminal.
 *
 * A coroutine waits with names_next, while other tasks run; a program without a loop waits by itself. */
#ifndef DEMO_GENDERIZE_NAMES_H
#define DEMO_GENDERIZE_NAMES_H

#include "demo/genderize/lines.h"
#include "demo/shared.h"

enum { NAMES_BUFFER = 4096 };

struct names {
	const char *const *given; /* names of the command line, or NULL: read standard input */
	long total;               /* how many; -1: not known */
	long index;               /* of the current name, from 0; -1 before the first name */
	bool ended;               /* there is no further name */
	const char *current;      /* valid until the next call */
	struct lines lines;
	struct io io; /* names_next's: standard input, or fd -1 if that is not watched */
	size_t used, held; /* of the buffer */
	bool at_end;       /* of the file */
	const char *error; /* why it could not be read further, or NULL */
	char buffer[NAMES_BUFFER];
};

/* Takes the names of the command line; if there are none, the lines of standard input. */
void names_open(struct names *self, const struct options *options);

/* Takes the next name (lines.h) of those that have been read, and sets current and index. False: there is
 * none; then more must be read (names_read), or `ended` is set. */
bool names_take(struct names *self);

/* Reads more of standard input; it may block. */
void names_read(struct names *self);

/* Waits for the next name: sets current and index, or ended. It never blocks on a pipe if io watches that
 * (shared_watch): while a name is late, other tasks run. */
async names_next(struct names *self);

#endif
