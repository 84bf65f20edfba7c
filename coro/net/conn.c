/* conn.c - try; if the answer is "not now", wait for what it needs, and try again. */
#include "coro/net/conn.h"
#include "coro/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

void conn_use(struct conn *c, size_t len)
{
	c->begin += len;
	if (c->begin < c->end || !c->buffer)
		return;
	buffer_return(c->pool, c->buffer);
	c->buffer = NULL;
	c->begin = c->end = 0;
}

/* ---- one try, in TLS's terms also where there is no TLS ---- */

static enum tls_outcome outcome_without_tls(struct conn *c, ssize_t count, enum tls_outcome want, size_t *done)
{
	*done = count > 0 ? (size_t)count : 0;
	if (count > 0)
		return TLS_DONE;
	if (count == 0)
		return c->was_reset ? TLS_CUT : TLS_END; /* for TCP, FIN is the clean end */
	if (errno == EAGAIN)
		return want;
	/* A broken pipe tells nothing of the other direction. */
	c->was_reset = c->was_reset || errno != EPIPE;
	snprintf(c->why, sizeof c->why, "%s", strerror(errno));
	return TLS_CUT;
}

static enum tls_outcome try_read(struct conn *c, char *buf, size_t room, size_t *done)
{
	if (c->ssl)
		return tls_read(c->ssl, buf, room, done);
	return outcome_without_tls(c, stream_recv(&c->stream, buf, room), TLS_WANT_READ, done);
}

enum tls_outcome conn_try_write(struct conn *c, const char *bytes, size_t len, size_t *done)
{
	if (c->ssl)
		return tls_write(c->ssl, bytes, len, done);
	return outcome_without_tls(c, stream_send(&c->stream, bytes, len), TLS_WANT_WRITE, done);
}

enum status conn_broken(struct conn *c, enum tls_outcome outcome, enum status status)
{
	/* A peer that has closed may have said why before: then its alert is still to be read. An answer may
	 * be there instead; tls_peek leaves it there. */
	if (outcome == TLS_FAILED || (c->ssl && tls_peek(c->ssl) == TLS_FAILED))
		tls_reason(c->ssl, c->why, sizeof c->why);
	else if (!c->why[0])
		snprintf(c->why, sizeof c->why, "the peer closed the connection");
	c->fault = NET_FAULT_RECEIVE;
	if (status == ASYNC_E_CONNECT) /* it was the handshake */
		c->fault = tls_certificate_refused(c->ssl) ? NET_FAULT_CERTIFICATE : NET_FAULT_TLS;
	return status;
}

bool conn_is_quiet(struct conn *c)
{
	char byte;
	size_t done;

	if (c->buffer || c->ended || c->fault || (c->stream.io.watch.ready & LOOP_HUP))
		return false;
	return try_read(c, &byte, 1, &done) == TLS_WANT_READ; /* TLS takes in tickets on the way */
}

/* ---- the coroutines ---- */

async conn_handshake(struct conn *c)
{
	ASYNC(enum tls_outcome outcome);
	while (tls_must_wait(my->outcome = tls_handshake(c->ssl)))
		/* Others run until the peer answers. */
		AWAIT(io_ready(&c->stream.io, my->outcome));
	if (my->outcome != TLS_DONE)
		ASYNC_RAISE(conn_broken(c, my->outcome, ASYNC_E_CONNECT));
	ASYNC_END;
}

/* Makes room behind c->end. */
static enum status make_input_room(struct conn *c, size_t most)
{
	size_t len = c->is_long && c->end == 0 ? BUFFER_LONG : 1;

	if (c->buffer && c->end == c->buffer->room && c->end - c->begin >= most)
		return ASYNC_E_PAYLOAD;
	return buffer_make_room(c->pool, &c->buffer, &c->begin, &c->end, len) ? ASYNC_OK : ASYNC_E_SYSTEM;
}

static enum tls_outcome read_some(struct conn *c, enum tls_outcome before)
{
	size_t done = 0;
	enum tls_outcome outcome = TLS_WANT_READ;

	if (!stream_is_open(&c->stream)) /* we have closed it, perhaps while this waited */
		return TLS_END;
	/* Is there a reason to try at all? OpenSSL may hold a record that it has read ahead, and of which the
	 * kernel will never tell again (SSL_pending does not count such a record); or it had to write before
	 * it could read. */
	if ((c->stream.io.watch.ready & LOOP_READ) || (c->ssl && SSL_has_pending(c->ssl)) || before == TLS_WANT_WRITE)
		outcome = try_read(c, c->buffer->bytes + c->end, c->buffer->room - c->end, &done);
	c->end += done;
	c->is_long = c->end == c->buffer->room;
	return outcome;
}

async conn_fill(struct conn *c, size_t most)
{
	ASYNC(enum tls_outcome outcome);
	do {
		ASYNC_TRY(make_input_room(c, most));
		my->outcome = read_some(c, my->outcome);
		conn_use(c, 0); /* an empty buffer goes back before the wait, which may be long */
		if (tls_must_wait(my->outcome))
			AWAIT(io_ready(&c->stream.io, my->outcome)); /* others run until bytes come */
	} while (tls_must_wait(my->outcome));
	c->heard = clock_now();
	if (my->outcome == TLS_END)
		c->ended = true;
	else if (my->outcome != TLS_DONE)
		ASYNC_RAISE(async_error(conn_broken(c, my->outcome, ASYNC_E_DISCONNECTED), "%s", c->why));
	ASYNC_END;
}
