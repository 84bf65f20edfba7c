/* buffer.c - buffers that a connection borrows while it has bytes, and gives back. */
#include "coro/net/conn.h"

#include <stdlib.h>

enum { KEPT_MAX = 64 }; /* 1 MiB of spare buffers at most; what is more goes back to the system */

struct buffer *buffer_borrow(struct buffer_pool *pool)
{
	struct buffer *b = pool ? pool->spare : NULL;

	if (b) {
		pool->spare = b->next;
		pool->kept--;
	} else {
		b = calloc(1, sizeof *b);
		if (!b || !(b->bytes = malloc(b->room = BUFFER_SIZE))) {
			free(b);
			return NULL;
		}
	}
	if (pool)
		pool->lent++;
	return b;
}

static void buffer_free(struct buffer *b)
{
	free(b->bytes);
	free(b);
}

void buffer_return(struct buffer_pool *pool, struct buffer *b)
{
	if (pool)
		pool->lent--;
	if (!pool || b->room > BUFFER_LONG || pool->kept >= KEPT_MAX) {
		buffer_free(b);
		return;
	}
	b->next = pool->spare;
	pool->spare = b;
	pool->kept++;
}

size_t buffer_grown(const struct buffer *b, size_t room)
{
	size_t larger = b->room;

	while (larger < room)
		larger *= 2;
	return larger;
}

bool buffer_grow(struct buffer *b, size_t room)
{
	size_t larger = buffer_grown(b, room);
	char *bytes = larger > b->room ? realloc(b->bytes, larger) : b->bytes;

	if (!bytes)
		return false;
	b->bytes = bytes;
	b->room = larger;
	return true;
}

void buffer_pool_free(struct buffer_pool *pool)
{
	while (pool->spare) {
		struct buffer *b = pool->spare;

		pool->spare = b->next;
		buffer_free(b);
	}
	pool->kept = 0;
}
