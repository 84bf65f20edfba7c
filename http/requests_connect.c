/* requests_connect.c - a connection by calls that block: one address after the other. */
#include "http/requests_link.h"
#include "loop/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

/* Waits until the socket is connected, or until then. Returns 0 or errno. */
static int await_connected(int fd, int64_t until)
{
	struct pollfd socket = {.fd = fd, .events = POLLOUT};
	int64_t left = until - clock_monotonic();
	int ready = poll(&socket, 1, clock_ms(left > 0 ? left : 0)); /* this blocks: nothing else runs */

	if (ready == 0)
		return ETIMEDOUT;
	return ready < 0 ? errno : address_outcome(fd);
}

/* Returns a socket whose calls block, or -1 and *error. */
static int try_address(const struct address *to, int64_t until, int *error)
{
	int fd = address_connect(to);

	*error = fd < 0 ? -fd : await_connected(fd, until);
	if (!*error) {
		fcntl(fd, F_SETFL, 0); /* from now on its calls block, as this program wants it */
		return fd;
	}
	if (fd >= 0)
		close(fd); /* the next address gets a new socket */
	return -1;
}

int requests_connect(const struct addresses *to, int64_t deadline, int *error)
{
	int64_t patience = CONNECT_NEXT_MS * NS_PER_MS;
	bool silent;

	do {
		silent = false;
		for (int i = 0; i < to->count; i++) {
			int64_t until = clock_monotonic() + patience;
			int fd = try_address(
				&to->list[i], to->count == 1 || until > deadline ? deadline : until, error);

			if (fd >= 0 || *error == EINTR || address_is_ours(*error))
				return fd;
			silent = silent || *error == ETIMEDOUT;
		}
		patience *= 2;
	} while (silent && clock_monotonic() < deadline);
	*error = silent ? ETIMEDOUT : *error;
	return -1;
}
