/* io.h - waiting for the world: where a task's wait meets the loop's readiness. */
#ifndef CORO_IO_H
#define CORO_IO_H

#include "coro/task.h"

struct io_wait { /* one wait */
	struct wait wait;
	struct io *io;
	unsigned bits;
};

/* Something that becomes readable and writable: an fd, or an end in memory (fd -1). All zero at first, but
 * for what its owner says: on_event and listens. It stays where it is until io_close. */
struct io {
	struct watch watch;            /* its sticky bits are set by the backend, or by io_signal */
	struct io_wait *waiting[2]; /* who waits to read from it, and who to write: one each */
	void (*on_event)(struct io *); /* told of events behind those, or NULL; it may only queue */
	uint32_t id;                   /* by creation, for people */
	const struct site *made;       /* who opened it */
	bool listens;                  /* waits for clients, perhaps for ever: see loop.listening */
};

/* Gives it a number and, if fd >= 0, watches the fd, which its owner has made O_NONBLOCK (or a read or write
 * would hold up everybody), and which is in no other io. Returns 0, or -errno if it is not open: EPERM, a
 * regular file, which is always ready and needs no io. The fd stays its owner's; io_close before close(fd).
 * Tasks that still wait are to be told by io_signal before that. A second io_close does nothing. */
int io_open(struct io *io, int fd);
void io_close(struct io *io);

/* Waits until one of the LOOP_* bits is set; returns at once if one is. The caller clears a bit when a call
 * says EAGAIN, and never elsewhere: so try first, and wait only then. ASYNC_CANCELLED is the only error: the
 * end of a peer sets bits. Aborts if another task already waits to read, or to write, as this one does:
 * two readers would take each other's bytes. */
async io_ready(struct io *io, unsigned bits);

/* Something else than a task in io_ready waits for this fd too, or (-1) no longer does. While anything waits
 * for an fd, the virtual clock must not jump, and the program is not stuck: see virtual_sleep in loop.c. */
void io_count(const struct io *io, int change);

/* Sets bits as the backend would: for ends in memory, and to end a wait for something that was torn down. */
void io_signal(struct io *io, unsigned bits);

#endif
