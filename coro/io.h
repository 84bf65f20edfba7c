/* io.h - waiting for the world: where a worker's wait meets the loop's readiness. */
#ifndef CORO_IO_H
#define CORO_IO_H

#include "coro/task.h"

struct io_wait { /* one wait */
	struct wait wait;
	struct io *io;
	unsigned bits;
};

struct io { /* something that becomes readable and writable: an fd, or an end in memory (fd -1) */
	struct watch watch;            /* its sticky bits are set by the backend, or by io_signal */
	struct io_wait *waiting;       /* the worker who waits for it: one at a time */
	void (*on_event)(struct io *); /* told of events while nobody waits, or NULL; it may only queue */
	uint32_t id;                   /* by creation, for people */
	const struct site *made;       /* who opened it */
	bool listens;                  /* waits for clients, perhaps for ever: see loop.listening */
};

/* Gives it a number and, if fd >= 0, watches it. Returns 0 or -errno. The fd stays its owner's; io_close
 * before close(fd). */
int io_open(struct io *io, int fd);
void io_close(struct io *io);

/* Waits until one of the LOOP_* bits is set; returns at once if one is. The caller clears a bit when a
 * call says EAGAIN, and never elsewhere: so try first, and wait only then. */
async io_ready(struct io *io, unsigned bits);

/* Sets bits as the backend would: for ends in memory, and to end a wait for something that was torn down. */
void io_signal(struct io *io, unsigned bits);

#endif
