/* io.c - where fds and their bits (loop/) meet tasks and their waits (coro/). */
#include "coro/io.h"
#include "loop/watcher.h"

#include <stdio.h>

/* The backend calls this while it collects events, so no task runs from in here: they only become ready. */
static void notify_waiting(struct watch *w)
{
	struct io *io = container_of(w, struct io, watch);

	for (int i = 0; i < 2; i++)
		if (io->waiting[i] && (io->watch.ready & io->waiting[i]->bits))
			task_wake(&io->waiting[i]->wait); /* it runs in this turn, when all events are told */
	if (io->on_event)
		io->on_event(io);
}

int io_open(struct io *io, int fd)
{
	int err;

	io->watch = (struct watch){.fd = fd, .on_ready = notify_waiting};
	io->waiting[0] = io->waiting[1] = NULL;
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
	notify_waiting(&io->watch);
}

static size_t describe_io(const struct wait *w, char *text, size_t room)
{
	const struct io_wait *self = container_of(w, const struct io_wait, wait);
	const char *what = self->io->listens ? "a client" : self->bits & LOOP_READ ? "readable" : "writable";

	return (size_t)snprintf(text, room, "connection %u, %s", self->io->id, what);
}

static const struct wait_kind waits_for_io = {.what = "a connection", .describe = describe_io};

void io_count(const struct io *io, int change)
{
	if (io->watch.fd >= 0)
		*(io->listens ? &loop.listening : &loop.waiting) += (unsigned)change;
}

void io_close(struct io *io)
{
	/* A task that io_signal has woken, but that was not resumed yet, waits for no fd any more. */
	io_count(io, -(io->waiting[0] != NULL) - (io->waiting[1] != NULL));
	if (io->watch.fd >= 0) {
		WATCH(closed, ("fd not closed", io->made));
		loop_unwatch(&io->watch);
	}
	io->watch.fd = -1;
}

async io_ready(struct io *io, unsigned bits)
{
	struct io_wait **place = &io->waiting[!(bits & LOOP_READ)];
	enum status err;

	ASYNC(struct io_wait in);
	if (io->watch.ready & bits) /* no pause: the bit stays until a call has said EAGAIN */
		ASYNC_RETURN();
	if (*place)
		loop_fatal("two workers wait for one connection");
	my->in = (struct io_wait){.io = io, .bits = bits};
	*place = &my->in;
	io_count(io, 1);
	AWAIT_CATCH_ALL(err, task_suspend(&my->in.wait, &waits_for_io)); /* others run until notify_waiting */
	io_count(io, -1);
	*place = NULL; /* the place is free for the next reader, or writer */
	ASYNC_RAISE(err);
	ASYNC_END;
}
