/* source.c - see source.h. */
#include "demo/view/source.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 1024 };

bool source_may_be(struct slice name)
{
	const char *end = name.at + name.len;

	if (name.len < 3 || name.len >= PATH_SIZE || *name.at == '/' || end[-2] != '.' ||
		!strchr("ch", end[-1]))
		return false;
	for (const char *at = name.at; at < end; at++)
		if (!*at || (at[0] == '.' && at[1] == '.'))
			return false;
	return true;
}

/* Opens a path folder by folder, because O_NOFOLLOW checks only the last name of a path (open(2)): so no
 * symbolic link is followed. O_NONBLOCK: opening a FIFO does not wait for a writer; it is refused later. -1:
 * it cannot be opened. */
static int open_below(int folder, char *path)
{
	char *next = strchr(path, '/');
	int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, fd;

	if (next)
		*next++ = '\0';
	fd = openat(folder, *path ? path : ".", flags | (next ? O_DIRECTORY : 0));
	close(folder);
	return fd >= 0 && next ? open_below(fd, next) : fd;
}

static bool is_small_file(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= SOURCE_MAX;
}

FILE *source_open(const char *folder, struct slice name)
{
	bool good = source_may_be(name);
	char path[PATH_SIZE];
	int fd = good ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	FILE *file;

	snprintf(path, sizeof path, "%.*s", good ? (int)name.len : 0, name.at);
	if (fd >= 0)
		fd = open_below(fd, path);
	file = fd >= 0 && is_small_file(fd) ? fdopen(fd, "r") : NULL;
	if (fd >= 0 && !file)
		close(fd);
	return file;
}
