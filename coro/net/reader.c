/* reader.c - some bytes, exactly so many bytes, or a line: taken from what has arrived, once there is
 * enough. */
#include "coro/error.h"
#include "coro/net/streams.h"

#include <string.h>

/* Moves len of the bytes that have arrived to where the caller wants them. */
static void take_arrived(struct conn *c, void *to, size_t len)
{
	size_t all;

	if (len > 0)
		memcpy(to, conn_bytes(c, &all), len);
	conn_use(c, len);
}

static size_t arrived(const struct conn *c)
{
	return c->end - c->begin;
}

async conn_read(struct conn *c, void *buf, size_t n, size_t *got)
{
	ASYNC();
	while (n > 0 && arrived(c) == 0 && !c->ended)
		AWAIT(conn_fill(c, SIZE_MAX)); /* others run until something comes, or the end */
	*got = arrived(c) < n ? arrived(c) : n;
	take_arrived(c, buf, *got);
	ASYNC_END;
}

async conn_read_exactly(struct conn *c, void *buf, size_t n, size_t *got)
{
	size_t have;

	ASYNC();
	while (arrived(c) < n && !c->ended)
		AWAIT(conn_fill(c, SIZE_MAX)); /* others run until more comes, or the end */
	have = arrived(c) < n ? arrived(c) : n;
	take_arrived(c, buf, have);
	if (got)
		*got = have;
	if (have < n)
		ASYNC_RAISE(async_error(ASYNC_E_DISCONNECTED, "the peer ended after %zu of %zu bytes", have, n));
	ASYNC_END;
}

/* How many bytes there are up to and with the newline; 0: it has not come yet. Among the first `seen` there
 * is none. */
static size_t line_length(const struct conn *c, size_t seen)
{
	size_t len;
	const char *bytes = conn_bytes(c, &len), *end = len > seen ? memchr(bytes + seen, '\n', len - seen) : NULL;

	return end ? (size_t)(end - bytes) + 1 : 0;
}

static enum status too_long(struct conn *c, size_t line, size_t most)
{
	conn_use(c, line ? line : arrived(c));
	return async_error(ASYNC_E_PAYLOAD, "a line of more than %zu bytes", most);
}

async conn_read_line(struct conn *c, char *line, size_t room, size_t *len)
{
	size_t most = room - 2, size;

	ASYNC(size_t seen);
	if (room < 2)
		owner_blame("conn_read_line: no room for a byte and the NUL");
	while (!(size = line_length(c, my->seen)) && arrived(c) <= most && !c->ended) {
		my->seen = arrived(c); /* no newline is among these */
		AWAIT(conn_fill(c, SIZE_MAX));
	}
	if (size ? size - 1 > most : arrived(c) > most)
		ASYNC_RAISE(too_long(c, size, most));
	size = size ? size : arrived(c);
	take_arrived(c, line, size);
	line[size] = '\0';
	if (len)
		*len = size;
	ASYNC_END;
}
