/* buffer.c - buffers that a connection borrows while it has bytes, and gives back. */
#include "coro/net/conn.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT_MAX = 64 }; /* 1 MiB of spare buffers at most; what is more goes back to the system */

struct buffer *buffer_borrow(struct buffer_pool *pool)
{
	struct buffer *b = pool ? pool->spare : NULL;

	if (b) {
		pool->spare = b->next;
		pool->kept--;
	} else {
		b = malloc(sizeof *b + BUFFER_SIZE);
		if (!b)
			return NULL;
		b->room = BUFFER_SIZE;
	}
	if (pool)
		pool->lent++;
	return b;
}

void buffer_return(struct buffer_pool *pool, struct buffer *b)
{
	if (pool)
		pool->lent--;
	if (!pool || b->room > BUFFER_LONG || pool->kept >= KEPT_MAX) {
		free(b);
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

bool buffer_grow(struct buffer **b, size_t room)
{
	size_t larger = buffer_grown(*b, room);
	struct buffer *grown = larger > (*b)->room ? realloc(*b, sizeof **b + larger) : *b;

	if (!grown)
		return false;
	grown->room = larger;
	*b = grown;
	return true;
}

char *buffer_make_room(struct buffer_pool *pool, struct buffer **b, size_t *begin, size_t *end, size_t len)
{
	size_t used = *end - *begin;

	if (!*b && !(*b = buffer_borrow(pool)))
		return NULL;
	if (*end + len > (*b)->room && *begin >= used) {
		memmove((*b)->bytes, (*b)->bytes + *begin, used);
		*begin = 0;
		*end = used;
	}
	if (*end + len > (*b)->room && !buffer_grow(b, *end + len))
		return NULL;
	return (*b)->bytes + *end;
}

void buffer_pool_free(struct buffer_pool *pool)
{
	while (pool->spare) {
		free(buffer_borrow(pool));
		pool->lent--; /* that one will not come back */
	}
}
