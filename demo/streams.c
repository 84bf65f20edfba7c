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

/* Another program may have made it non-blocking, and stdio would lose what there is no room for. The description that
 * we share with it stays as it is: this opens one of our own (open(2)), which gets the lowest number that is free. Linux
 * has this path, and for no socket; WebAssembly has no dup2. */
static void see_it_block(int fd, int how)
{
	char path[32];
	int own;

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	own = how & O_NONBLOCK && lseek(fd, 0, SEEK_CUR) < 0 ? open(path, how) : -1;
	if (own < 0)
		return;
	snprintf(path, sizeof path, "/proc/self/fd/%d", own);
	close(fd);
	if (open(path, how) == fd)
		fcntl(fd, F_SETFL, how & ~O_NONBLOCK);
	close(own);
}

/* Else the first socket would become standard output, and rows would be sent to a server. Reading from the one, and
 * writing to the next, fails as on a closed one; who closes standard error wants to be told nothing. */
__attribute__((constructor)) static void secure(void)
{
	static const int how[] = {O_WRONLY, O_RDONLY, O_RDWR};

	for (int fd = 0; fd < 3; fd++) {
		int now = fcntl(fd, F_GETFL);

		if (now < 0 && open("/dev/null", how[fd]) != fd)
			_exit(1); /* nobody to tell, either */
		see_it_block(fd, now < 0 ? 0 : now);
	}
	if (atexit(see_it_written) != 0)
		fail("exit", ENOMEM);
}
