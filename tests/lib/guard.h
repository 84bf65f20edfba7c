/* guard.h - puts bytes directly before an unreadable page, so a parser that reads one byte too far
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

/* Bytes before the guard page: whole pages, at least one. */
static inline size_t guard_room(size_t size)
{
	return (size / guard_page() + 1) * guard_page();
}

/* A mapping of size bytes, all zero. It is a mapped file, since POSIX 2008 has no anonymous mappings; and not
 * part of the heap, since a leak checker would read on into the guard page. */
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

/* Copies size bytes so that the byte after the copy cannot be read. size may be 0, and bytes NULL
 * then. The copy may be written to. Aborts if out of memory. To be freed by guard_free with the same
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
