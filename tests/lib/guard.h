/* guard.h - bytes flush against a page that nobody may touch: a parser that looks one byte too far
 * dies. */
#ifndef TESTS_LIB_GUARD_H
#define TESTS_LIB_GUARD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static inline size_t guard_page(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

/* Bytes in front of the guard page: whole pages, at least one. */
static inline size_t guard_room(size_t size)
{
	return (size / guard_page() + 1) * guard_page();
}

/* A mapping of size bytes, all zero. It is a file's, since POSIX 2008 has no anonymous ones, and none
 * of the heap's, since a leak checker would read on into the guard page. */
static inline char *guard_map(size_t size)
{
	FILE *file = tmpfile();
	void *map;

	if (!file || ftruncate(fileno(file), (off_t)size) != 0)
		abort();
	map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fileno(file), 0);
	if (map == MAP_FAILED)
		abort();
	fclose(file);
	return map;
}

/* Copies size bytes such that the byte behind the copy cannot be read; size may be 0, and bytes NULL
 * then. The copy may be written to. Aborts when out of memory. To be freed with guard_free and the same
 * size. */
static inline char *guard_copy(const void *bytes, size_t size)
{
	size_t room = guard_room(size);
	char *base = guard_map(room + guard_page());

	if (mprotect(base + room, guard_page(), PROT_NONE) != 0)
		abort();
	if (size > 0)
		memcpy(base + room - size, bytes, size);
	return base + room - size;
}

static inline void guard_free(char *copy, size_t size)
{
	size_t room = guard_room(size);

	if (munmap(copy + size - room, room + guard_page()) != 0)
		abort();
}

#endif
