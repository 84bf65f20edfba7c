/* shared.c - asks poll() first, and then waits in the loop. */
#include "demo/shared.h"

#include <poll.h>

bool shared_can(int fd, unsigned bits, int wait_ms)
{
	struct pollfd p = {.fd = fd, .events = bits & LOOP_READ ? POLLIN : POLLOUT};

	return poll(&p, 1, wait_ms) != 0;
}

enum status shared_watch(struct io *io, int fd)
{
	if (fd < 0 || io_open(io, fd) != 0) /* refused for a regular file */
		io->watch.fd = -1;
	return ASYNC_OK;
}

enum status shared_unwatch(struct io *io)
{
	io_close(io);
	return ASYNC_OK;
}

async shared_ready(struct io *io, unsigned bits)
{
	ASYNC();
	while (io->watch.fd >= 0 && !shared_can(io->watch.fd, bits, 0)) {
		io->watch.ready &= ~bits;  /* the event is outdated */
		AWAIT(io_ready(io, bits)); /* the other side is slow: other tasks run meanwhile */
	}
	ASYNC_END;
}
