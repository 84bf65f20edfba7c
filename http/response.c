/* response.c - the body of a reply, piece by piece, and the end of it. */
#include "http/session.h"
#include "loop/watcher.h"

#include <stdlib.h>

/* ---- pieces ---- */

/* False: it is damaged. That is not put in words here: response_close, which only looks for the body's end,
 * must not tell of it. */
static bool decoded(struct response *r, enum parse parsed)
{
	if (parsed == PARSE_BAD)
		return false;
	r->complete = parsed == PARSE_OK;
	if (r->complete && !r->at[TIMING_DONE])
		r->at[TIMING_DONE] = clock_now();
	return true;
}

/* Takes what is there without a wait: a piece, or the end of the body. The piece stands on the connection's
 * bytes, so they are used up only at the next call. A body of no bytes at all is complete without one.
 * False: the body is damaged. */
static bool next_piece(struct response *r, struct slice *piece)
{
	const char *bytes;
	bool good = true;
	size_t len;

	*piece = (struct slice){0};
	do {
		conn_use(&r->link->conn, r->lent);
		r->lent = 0;
		if (r->complete)
			break;
		bytes = conn_bytes(&r->link->conn, &len);
		good = decoded(r, body_decode(&r->body, bytes, len, &r->lent, piece));
	} while (good && !piece->len && r->lent);
	return good;
}

static enum status damaged(struct response *r)
{
	r->fault = r->body.error == MESSAGE_BODY_CUT ? FAULT_CUT : FAULT_BODY;
	return response_fail(r, ASYNC_E_PAYLOAD, "damaged reply", message_error_text(r->body.error));
}

/* The request's deadline, or sooner: when no byte has come for the longest gap that is allowed. */
static int64_t when_too_late(const struct response *r)
{
	int64_t gap = r->session->options.read_timeout_ns, then = clock_after(gap > 0 ? gap : TIMEOUT_NEVER);

	return then < r->deadline ? then : r->deadline;
}

async response_receive(struct response *r, size_t most)
{
	ASYNC(struct timeout timeout);
	ASYNC_WITH(timeout_enter_at(&my->timeout, when_too_late(r))) { /* it does not wait; it starts the timer */
		AWAIT(conn_fill(&r->link->conn, most)); /* others run until bytes come */
	} ASYNC_EXIT(response_exit_in_time(r, &my->timeout, ASYNC_RAISED)); /* says what took too long */
	ASYNC_END;
}

async response_read(struct response *r, struct slice *piece)
{
	enum status err;

	ASYNC();
	if (!r->session)
		ASYNC_RAISE(response_is_closed(r));
	for (;;) {
		if (!next_piece(r, piece))
			ASYNC_RAISE(damaged(r));
		if (piece->len || r->complete)
			ASYNC_RETURN();
		AWAIT_CATCH(err, response_receive(r, SIZE_MAX)); /* others run: nothing is there */
		if (err)
			ASYNC_RAISE(err == ASYNC_E_DISCONNECTED ? response_cut_short(r) : err);
		if (r->link->conn.ended) /* fine, if the body is to end there; if not, next_piece says so */
			decoded(r, body_end(&r->body));
	}
	ASYNC_END;
}

/* ---- what it keeps ---- */

enum status response_keep(struct response *r, size_t size)
{
	r->kept = r->kept ? r->kept : buffer_borrow(&r->session->pool.buffers);
	if (r->kept && buffer_grow(&r->kept, size))
		return ASYNC_OK;
	return response_fail(r, ASYNC_E_SYSTEM, "out of memory", "");
}

void response_drop_kept(struct response *r)
{
	if (r->kept)
		buffer_return(&r->session->pool.buffers, r->kept);
	r->kept = NULL;
}

/* ---- the end ---- */

/* Reads an unread rest of the body, if it has arrived already: that costs nothing, and so an error reply does
 * not cost its connection. */
static bool read_to_end(struct response *r)
{
	struct slice piece;

	do
		if (!next_piece(r, &piece))
			return false;
	while (piece.len);
	return r->complete;
}

static bool can_be_reused(struct response *r)
{
	struct conn *c = &r->link->conn;

	if (!r->status || !r->head.keep_alive || c->ended || c->fault)
		return false;
	if (r->session->pool.is_closing || r->session->options.force_close)
		return false;
	return read_to_end(r); /* the pool will find bytes that came behind it: idle_is_sound */
}

void response_let_go(struct response *r)
{
	struct session *s = r->session;

	response_close_json(r);
	if (r->link && can_be_reused(r))
		pool_put(&s->pool, r->link);
	else if (r->link)
		pool_discard(r->link);
	r->link = NULL;
	response_drop_kept(r);
	s->memory -= r->memory;
	if (r->stage > STAGE_QUEUED)
		semaphore_release(&s->slots);
	if (r->stage > STAGE_NEW && s->options.limit_per_host)
		semaphore_release(&r->origin->slots);
	r->memory = 0;
	r->stage = STAGE_NEW;
}

struct slice response_head(const struct response *self)
{
	return (struct slice){self->kept->bytes, self->head.size};
}

async response_close(struct response *r)
{
	struct session *s = r->session;

	if (!s)
		return ASYNC_OK;
	if (!r->at[TIMING_DONE])
		r->at[TIMING_DONE] = clock_now();
	if (s->options.on_end)
		s->options.on_end(r);
	response_let_go(r);
	free(r->moved);
	r->moved = NULL;
	list_remove(&r->active);
	WATCH(closed, ("response not closed", r->made));
	r->session = NULL;
	task_wake(&s->pool.closing); /* session_close, if it waits: it looks whether this was the last one */
	return ASYNC_OK;
}
