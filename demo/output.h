/* output.h - writes bytes, losing none, to a pipe, file or terminal, which may be slow, and which another
 * program may have made non-blocking.
 *
 * Bytes that cannot be written yet stay in memory. A coroutine waits with output_drain until they are
 * written, while other tasks run; a program without a loop calls output_flush. The descriptor stays as it
 * is: see shared.h. */
#ifndef DEMO_OUTPUT_H
#define DEMO_OUTPUT_H

#include "demo/shared.h"
#include "http/parse/slice.h"

struct output {
	int fd;
	int error; /* errno of the first write that failed; after that nothing is written */
	struct io io;          /* its readiness, if it is watched; else its fd is -1 */
	struct buffer *buffer; /* NULL: nothing was added; from begin to end: not written yet */
	size_t begin, end;
};

/* Starts an output to fd, which stays the caller's. While its io is watched (shared_watch), only output_flush
 * blocks. */
void output_open(struct output *self, int fd);

/* Copies the text and writes as much as it can without blocking; if it is not watched, all of it. Returns 0
 * or an errno, which may be that of an earlier write. */
int output_add(struct output *self, struct slice text);

/* Waits until all is written. ASYNC_E_SYSTEM: see error. */
async output_drain(struct output *self);

/* Writes all that waits, and blocks until then. Returns 0 or an errno. */
int output_flush(struct output *self);

/* Frees its memory; bytes that were not written are lost. */
void output_free(struct output *self);

#endif
