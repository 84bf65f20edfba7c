/* output.h - where bytes go that must not be lost: a pipe, a file or a terminal, which may be slow, and which others may
 * have made non-blocking.
 *
 * What is added waits in memory until there is room for it. A coroutine waits for that room with output_drain, and
 * others run meanwhile; who has no loop calls output_flush. The descriptor is shared with other programs, so it stays
 * as they know it: it is asked first. */
#ifndef DEMO_OUTPUT_H
#define DEMO_OUTPUT_H

#include "coro/io.h"
#include "http/parse/slice.h"

struct output {
	int fd;
	int error; /* errno of the first write that failed: nothing is written from then on */
	bool watched;
	struct io io; /* its readiness, if it is watched */
	char *bytes;  /* those from begin to end still wait */
	size_t begin, end, size;
};

/* For fd, which stays the caller's. */
void output_open(struct output *self, int fd);

/* For ASYNC_WITH: in between nothing but output_flush blocks on it. */
enum status output_watch(struct output *self);
enum status output_unwatch(struct output *self);

/* Takes a copy of the text, and writes what there is room for now; of one that is not watched, all. Returns 0 or an
 * errno, that of an earlier write too. */
int output_add(struct output *self, struct slice text);

/* Waits until all is written. ASYNC_E_SYSTEM: see error. */
async output_drain(struct output *self);

/* Writes all and blocks as long as that takes. Returns 0 or errno. */
int output_flush(struct output *self);

/* Frees its memory; what has not been written is lost. */
void output_free(struct output *self);

#endif
