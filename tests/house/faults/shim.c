/* shim.c - what a program asks of the kernel and of malloc goes through here, and one of these calls fails.
 *
 * The linker puts it between (`--wrap`: faults.mk), OpenSSL by CRYPTO_set_mem_functions. A call's place is the address
 * that it returns to, counted from the program's beginning; OpenSSL tells file and line. In the environment:
 *
 *     FAULT_LOG=FILE      nothing fails; at the end FILE has a line for each place: how often, the place, the call
 *     FAULT=PLACE:N       the N-th call from there fails, as the kernel would have it fail; FAULT_STRUCK=FILE is made then */
#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PLACES = 16384 };

static struct place {
	uint64_t where;
	const char *call, *file; /* file, line: OpenSSL's */
	int line;
	unsigned hits;
} places[PLACES];

static uint64_t where_it_fails;
static unsigned which_fails;
static const char *log_file, *struck_file;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

extern const char __executable_start[];
int __real_open(const char *path, int flags, ...);
ssize_t __real_write(int fd, const void *buf, size_t len);
int __real_close(int fd);

static void tell(const char *file, const char *text, size_t len)
{
	int fd = file ? __real_open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;

	if (fd >= 0 && __real_write(fd, text, len) == (ssize_t)len)
		__real_close(fd);
}

static struct place *find(uint64_t where, const char *call)
{
	size_t i = where * 0x9e3779b97f4a7c15 >> 50;

	while (places[i].call && places[i].where != where)
		i = (i + 1) % PLACES;
	places[i].where = where;
	places[i].call = call;
	return &places[i];
}

/* Is this the call that fails? */
static bool strikes(const char *call, uint64_t where)
{
	bool now;

	pthread_mutex_lock(&lock);
	now = ++find(where, call)->hits == which_fails && where == where_it_fails;
	pthread_mutex_unlock(&lock);
	if (now)
		tell(struck_file, call, strlen(call));
	return now;
}

#define HERE ((uint64_t)((const char *)__builtin_return_address(0) - __executable_start))

/* ---- calls that return -1 ---- */

#define FAILS(type, name, error, failure, parameters, ...)                                                   \
	type __real_##name parameters;                                                                       \
	type __wrap_##name parameters;                                                                       \
	type __wrap_##name parameters                                                                        \
	{                                                                                                    \
		if (!strikes(#name, HERE))                                                                   \
			return __real_##name(__VA_ARGS__);                                                   \
		errno = error;                                                                               \
		return failure;                                                                              \
	}

FAILS(int, socket, EMFILE, -1, (int family, int type, int protocol), family, type, protocol)
FAILS(int, connect, ENETUNREACH, -1, (int fd, const struct sockaddr *at, socklen_t len), fd, at, len)
FAILS(int, bind, EADDRINUSE, -1, (int fd, const struct sockaddr *at, socklen_t len), fd, at, len)
FAILS(int, listen, EADDRINUSE, -1, (int fd, int backlog), fd, backlog)
FAILS(int, accept, EMFILE, -1, (int fd, struct sockaddr *at, socklen_t *len), fd, at, len)
FAILS(int, getsockname, ENOBUFS, -1, (int fd, struct sockaddr *at, socklen_t *len), fd, at, len)
FAILS(int, getsockopt, ENOBUFS, -1, (int fd, int level, int name, void *value, socklen_t *len), fd, level, name, value, len)
FAILS(int, setsockopt, ENOBUFS, -1, (int fd, int level, int name, const void *value, socklen_t len), fd, level, name, value, len)
FAILS(ssize_t, send, ECONNRESET, -1, (int fd, const void *buf, size_t len, int flags), fd, buf, len, flags)
FAILS(ssize_t, recv, ECONNRESET, -1, (int fd, void *buf, size_t len, int flags), fd, buf, len, flags)
FAILS(ssize_t, read, EIO, -1, (int fd, void *buf, size_t len), fd, buf, len)
FAILS(int, epoll_create1, EMFILE, -1, (int flags), flags)
FAILS(int, epoll_ctl, ENOMEM, -1, (int fd, int op, int of, struct epoll_event *event), fd, op, of, event)
FAILS(int, epoll_wait, EINTR, -1, (int fd, struct epoll_event *events, int room, int ms), fd, events, room, ms)
FAILS(int, poll, ENOMEM, -1, (struct pollfd *fds, nfds_t n, int ms), fds, n, ms)
FAILS(int, pipe, EMFILE, -1, (int ends[2]), ends)
FAILS(int, fstat, EIO, -1, (int fd, struct stat *st), fd, st)
FAILS(char *, mkdtemp, EACCES, NULL, (char *path), path)
FAILS(int, fflush, ENOSPC, EOF, (FILE *file), file)
FAILS(FILE *, fopen, EMFILE, NULL, (const char *path, const char *mode), path, mode)
FAILS(FILE *, fdopen, ENOMEM, NULL, (int fd, const char *mode), fd, mode)
FAILS(FILE *, fmemopen, ENOMEM, NULL, (void *buf, size_t size, const char *mode), buf, size, mode)
FAILS(FILE *, open_memstream, ENOMEM, NULL, (char **text, size_t *len), text, len)
FAILS(void *, malloc, ENOMEM, NULL, (size_t size), size)
FAILS(void *, calloc, ENOMEM, NULL, (size_t n, size_t size), n, size)
FAILS(void *, realloc, ENOMEM, NULL, (void *old, size_t size), old, size)

/* A pipe that does not block refuses a byte only if it is full (pipe(7)), which says to its reader what the byte says. */
ssize_t __wrap_write(int fd, const void *buf, size_t len);
ssize_t __wrap_write(int fd, const void *buf, size_t len)
{
	struct stat st;

	if ((__real_fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode)) || !strikes("write", HERE))
		return __real_write(fd, buf, len);
	errno = ENOSPC;
	return -1;
}

/* It tells by what it returns. */
int __real_pthread_create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
int __wrap_pthread_create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
int __wrap_pthread_create(pthread_t *t, const pthread_attr_t *attr, void *(*run)(void *), void *arg)
{
	return strikes("pthread_create", HERE) ? EAGAIN : __real_pthread_create(t, attr, run, arg);
}

/* The file is closed all the same: close(2), "Dealing with error returns from close()". */
int __wrap_close(int fd);
int __wrap_close(int fd)
{
	bool fails = strikes("close", HERE);
	int result = __real_close(fd);

	if (fails)
		errno = EIO;
	return fails ? -1 : result;
}

int __real_fclose(FILE *file);
int __wrap_fclose(FILE *file);
int __wrap_fclose(FILE *file)
{
	bool fails = strikes("fclose", HERE);
	int result = __real_fclose(file);

	if (fails)
		errno = ENOSPC;
	return fails ? EOF : result;
}

/* Those with a last argument that is not always there. */
#define FAILS_OPEN(name, first, ...)                                                                         \
	int __real_##name(first const char *path, int flags, ...);                                           \
	int __wrap_##name(first const char *path, int flags, ...);                                           \
	int __wrap_##name(first const char *path, int flags, ...)                                            \
	{                                                                                                    \
		va_list rest;                                                                                \
		int mode = 0;                                                                                \
                                                                                                             \
		va_start(rest, flags);                                                                       \
		mode = flags & O_CREAT ? va_arg(rest, int) : 0;                                              \
		va_end(rest);                                                                                \
		if (!strikes(#name, HERE))                                                                   \
			return __real_##name(__VA_ARGS__, mode);                                             \
		errno = EMFILE;                                                                              \
		return -1;                                                                                   \
	}
#define COMMA ,
FAILS_OPEN(open, , path, flags)
FAILS_OPEN(openat, int folder COMMA, folder, path, flags)

int __real_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...)
{
	va_list rest;
	long value;

	va_start(rest, command);
	value = va_arg(rest, long);
	va_end(rest);
	if (!strikes("fcntl", HERE))
		return __real_fcntl(fd, command, value);
	errno = ENOLCK;
	return -1;
}

/* ---- OpenSSL ---- */

static uint64_t line_of(const char *file, int line)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (; *file; file++)
		hash = (hash ^ (unsigned char)*file) * 0x100000001b3;
	return (hash << 16) + (unsigned)line;
}

static bool strikes_ssl(const char *call, const char *file, int line)
{
	uint64_t where = line_of(file ? file : "", line); /* OpenSSL 3.5 may tell none */
	bool now = strikes(call, where);
	struct place *p;

	pthread_mutex_lock(&lock);
	p = find(where, call);
	p->file = file;
	p->line = line;
	pthread_mutex_unlock(&lock);
	return now;
}

static void *ssl_malloc(size_t size, const char *file, int line)
{
	return size == 0 || strikes_ssl("CRYPTO_malloc", file, line) ? NULL : __real_malloc(size);
}

static void *ssl_realloc(void *old, size_t size, const char *file, int line)
{
	return size && strikes_ssl("CRYPTO_realloc", file, line) ? NULL : __real_realloc(old, size);
}

static void ssl_free(void *memory, const char *file, int line)
{
	(void)file, (void)line;
	free(memory);
}

/* ---- begin and end ---- */

__attribute__((constructor)) static void begin(void)
{
	const char *fault = getenv("FAULT");
	char *rest = NULL;

	log_file = getenv("FAULT_LOG");
	struck_file = getenv("FAULT_STRUCK");
	where_it_fails = fault ? strtoull(fault, &rest, 16) : 0;
	which_fails = rest && *rest == ':' ? (unsigned)strtoul(rest + 1, NULL, 10) : 0;
	CRYPTO_set_mem_functions(ssl_malloc, ssl_realloc, ssl_free);
}

__attribute__((destructor)) static void end(void)
{
	char line[256];

	for (const struct place *p = places; log_file && p < places + PLACES; p++)
		if (p->call) {
			int len = snprintf(line, sizeof line, "%u %llx %s %s:%d\n", p->hits,
				(unsigned long long)p->where, p->call, p->file ? p->file : "", p->line);

			tell(log_file, line, (size_t)len);
		}
}
