/* streams.c - what Python's interpreter does around each program: before main it makes sure that descriptors
 * 0 to 2 are open, and after main that all that was printed has been written. It is linked into every program
 * here (demo.mk); no program calls it. */
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

/* If the reader has gone, it needs no more output: that is no error. */
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
		fail("standard output", errno); /* a network file system may report a full disk only here */
	if (ferror(stderr) && has_reader(STDERR_FILENO))
		_exit(arguments_unwritten); /* an error of stderr cannot be printed */
}

/* Another program may have made fd non-blocking; stdio would then lose what does not fit. The open file
 * description is shared with that program and stays as it is: this opens one of our own, and open(2) takes
 * the lowest free number. The path exists on Linux only, and not for sockets. There is no dup2 here because
 * WebAssembly has none. */
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

/* A descriptor that was closed at the start is opened on /dev/null: else the first socket could get the
 * number of standard output, and a server would get our rows. Standard input is opened for writing and
 * standard output for reading, so their use fails as on a closed one; messages to a closed standard error are
 * dropped. */
__attribute__((constructor)) static void secure(void)
{
	static const int how[] = {O_WRONLY, O_RDONLY, O_RDWR};

	for (int fd = 0; fd < 3; fd++) {
		int now = fcntl(fd, F_GETFL);

		if (now < 0 && open("/dev/null", how[fd]) != fd)
			_exit(1); /* and there is no stderr to say so */
		see_it_block(fd, now < 0 ? 0 : now);
	}
	if (atexit(see_it_written) != 0)
		fail("exit", ENOMEM);
}
