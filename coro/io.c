/* io.c - the joint between loop/ (fds and bits) and coro/ (tasks and waits). */
#include "coro/io.h"
#include "loop/watcher.h"

#include <stdio.h>

static void notify_waiting(struct io *io)
{
	if (io->waiting && (io->watch.ready & io->waiting->bits))
		task_wake(&io->waiting->wait);
	else if (!io->waiting && io->on_event)
		io->on_event(io);
}

static void backend_told(struct watch *w)
{
	notify_waiting(container_of(w, struct io, watch));
}

int io_open(struct io *io, int fd)
{
	int err;

	io->watch = (struct watch){.fd = fd, .on_ready = backend_told};
	io->waiting = NULL;
	io->id = ++loop.connections;
	io->made = task_site();
	err = fd >= 0 ? loop_watch(&io->watch) : 0;
	if (fd >= 0 && !err)
		WATCH(opened, ("fd not closed", io->made));
	return err;
}

void io_signal(struct io *io, unsigned bits)
{
	io->watch.ready |= bits;
	notify_waiting(io);
}

static size_t describe_io(const struct wait *w, char *text, size_t room)
{
	const struct io_wait *self = container_of(w, const struct io_wait, wait);
	const char *what = self->io->listens ? "a client" : self->bits & LOOP_READ ? "readable" : "writable";

	return (size_t)snprintf(text, room, "connection %u, %s", self->io->id, what);
}

static const struct wait_kind waits_for_io = {.what = "a connection", .describe = describe_io};

/* The virtual clock must not jump while somebody waits for the real world; see loop.c. */
static void count_wait(const struct io *io, int change)
{
	if (io->watch.fd < 0)
		return;
	if (io->listens)
		loop.listening += (unsigned)change;
	else
		loop.waiting += (unsigned)change;
}

void io_close(struct io *io)
{
	if (io->waiting) /* told by io_signal that all is over, but not resumed yet: no fd is awaited any more */
		count_wait(io, -1);
	if (io->watch.fd >= 0) {
		WATCH(closed, ("fd not closed", io->made));
		loop_unwatch(&io->watch);
	}
	io->watch.fd = -1;
}

async io_ready(struct io *io, unsigned bits)
{
	enum status err;

	ASYNC(struct io_wait in);
	if (io->watch.ready & bits)
		ASYNC_RETURN();
	if (io->waiting)
		loop_fatal("two workers wait for one connection");
	my->in.io = io;
	my->in.bits = bits;
	io->waiting = &my->in;
	count_wait(io, 1);
	AWAIT_CATCH_ALL(err, task_suspend(&my->in.wait, &waits_for_io));
	count_wait(io, -1);
	io->waiting = NULL;
	ASYNC_RAISE(err);
	ASYNC_END;
}
