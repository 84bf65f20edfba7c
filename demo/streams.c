/* streams.c - what Python's interpreter does around each program: before main it sees that descriptors 0 to 2 are open,
 * and after it that what was printed has been written. It is linked into every program here (demo.mk), and called by
 * none. */
#include "demo/arguments.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void fail(const char *what, int error)
{
	arguments_complain(what, error ? strerror(error) : "cannot be written");
	_exit(arguments_unwritten);
}

/* A reader that has gone needs no more, and is no fault. */
static bool has_reader(int fd)
{
	struct pollfd out = {.fd = fd};

	return poll(&out, 1, 0) <= 0 || !(out.revents & (POLLERR | POLLHUP));
}

static void see_it_written(void)
{
	bool failed;

	errno = 0;
	failed = fflush(stdout) != 0 || ferror(stdout);
	if (failed && has_reader(STDOUT_FILENO))
		fail("standard output", errno);
	errno = 0;
	if (fclose(stdout) != 0 && !failed && errno != EPIPE)
		fail("standard output", errno); /* a disk across the network says only now that it is full */
	if (ferror(stderr) && has_reader(STDERR_FILENO))
		_exit(arguments_unwritten); /* there is nobody to tell */
}

/* Else the first socket would become standard output, and rows would be sent to a server. Reading from the one, and
 * writing to the next, fails as on a closed one; who closes standard error wants to be told nothing. */
__attribute__((constructor)) static void secure(void)
{
	static const int how[] = {O_WRONLY, O_RDONLY, O_RDWR};

	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", how[fd]) != fd)
			_exit(1); /* nobody to tell, either */
	if (atexit(see_it_written) != 0)
		fail("exit", ENOMEM);
}
