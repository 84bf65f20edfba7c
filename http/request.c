/* request.c - from a URL to the head of a reply. */
#include "http/parse/retry_after.h"
#include "http/parse/take.h"
#include "http/session.h"

#include <stdio.h>
#include <time.h>

enum { INTERIM_MAX = 1000, RECEIVED_MAX = MESSAGE_HEAD_MAX + BUFFER_SIZE };

/* ---- the reply's head ---- */

/* Takes the head off the connection. What came behind it stays there: it is the body's. */
static enum status keep_head(struct response *r)
{
	struct conn *c = &r->link->conn;
	const char *came = c->buffer->bytes + c->begin;
	enum status err = response_keep(r, r->head.size);

	if (err)
		return err;
	memcpy(r->kept->bytes, came, r->head.size);
	r->head.fields.at = r->kept->bytes + (r->head.fields.at - came);
	r->head.reason.at = r->kept->bytes + (r->head.reason.at - came);
	conn_use(c, r->head.size);
	r->status = r->head.status;
	body_begin(&r->body, &r->head, UINT64_MAX);
	if (r->session->options.on_head)
		r->session->options.on_head(r, response_head(r));
	return ASYNC_OK;
}

/* Looks at what has arrived. Interim replies (100 to 199) are passed over (RFC 9110 section 15.2), but not
 * for ever. */
static enum parse take_head(struct response *r, int *interim)
{
	struct conn *c = &r->link->conn;

	while (c->buffer) {
		char *bytes = c->buffer->bytes + c->begin;
		bool was_head = strcmp(r->request.method, "HEAD") == 0;
		enum parse parsed = head_parse_response(&r->head, bytes, c->end - c->begin, was_head);

		if (parsed != PARSE_OK || r->head.status >= 200)
			return parsed;
		if (++*interim > INTERIM_MAX)
			return PARSE_BAD;
		conn_use(c, r->head.size);
		r->head = (struct head){0};
	}
	return PARSE_PARTIAL;
}

static enum status not_http(struct response *r, int interim)
{
	r->fault = FAULT_HEAD;
	return response_fail(r, ASYNC_E_PAYLOAD, "not a proper HTTP reply",
		interim > INTERIM_MAX ? "too many interim replies" : message_error_text(r->head.error));
}

static void note_heard(struct response *r)
{
	if (r->heard || !r->link->conn.buffer)
		return;
	r->heard = true;
	r->at[TIMING_FIRST] = r->link->conn.heard;
}

/* A server that refuses a body may answer, and close, before all of it is sent. If that reply is there, it
 * counts (RFC 9112 section 9.5). */
static bool may_hear_why(enum status err, struct slice body)
{
	return err == ASYNC_E_DISCONNECTED && body.len > 0;
}

/* Sends what did not go with the head: piece by piece, so that only one is queued at a time. */
static async send_rest(struct response *r, struct slice *rest)
{
	struct slice piece;
	enum status err;

	ASYNC();
	for (;;) {
		AWAIT_CATCH(err, conn_flush(&r->link->conn)); /* others run until the kernel has taken all so far */
		if (err || !rest->len)
			break;
		piece = take(rest, rest->len < CONN_HIGH_WATER ? rest->len : CONN_HIGH_WATER);
		conn_write(&r->link->conn, piece.at, piece.len);
	}
	ASYNC_RAISE(may_hear_why(err, r->request.body) ? ASYNC_OK : err);
	ASYNC_END;
}

static async talk(struct response *r)
{
	const int64_t gap = r->session->options.read_timeout_ns;
	const struct conn *c = &r->link->conn;

	ASYNC(struct slice rest; enum parse parsed; int interim);
	if (r->link->kept && !idle_is_sound(r->link)) /* the server closed it while we waited for a token */
		ASYNC_RAISE(ASYNC_E_DISCONNECTED);
	r->stage = STAGE_SENDING;
	ASYNC_TRY(request_send(r, &my->rest)); /* a short request goes out at once */
	if (my->rest.len || conn_queued(c) || c->out_error)
		AWAIT(send_rest(r, &my->rest)); /* others run until the kernel has taken the rest */
	r->stage = STAGE_SENT;
	r->at[TIMING_SENT] = clock_now();
	while ((my->parsed = take_head(r, &my->interim)) == PARSE_PARTIAL) {
		/* Others run until bytes come. The deadline of the whole request holds already. */
		AWAIT(gap > 0 ? response_receive(r, RECEIVED_MAX) : conn_fill(&r->link->conn, RECEIVED_MAX));
		if (c->ended)
			ASYNC_RAISE(ASYNC_E_DISCONNECTED);
		note_heard(r);
	}
	ASYNC_RAISE(my->parsed == PARSE_BAD ? not_http(r, my->interim) : keep_head(r));
	ASYNC_END;
}

/* ---- a connection for it ---- */

/* Notes, and counts, what kind of connection serves this request. */
static void use_link(struct response *r)
{
	struct session *s = r->session;
	struct pooled *link = r->link;

	r->reused = link->served;
	r->resumed = !link->served && link->conn.ssl && SSL_session_reused(link->conn.ssl);
	if (link->kept)
		r->at[TIMING_TAKEN] = clock_now();
	else
		memcpy(r->at + TIMING_TAKEN, link->conn.at, sizeof link->conn.at);
	s->reused += r->reused;
	s->opened += !r->reused;
	s->resumed += r->resumed;
	link->served = true;
}

/* A server may give up an idle connection in the very moment in which we use it again. Then it has not read
 * the request, and asking once more is right if nothing was sent yet, or for a method that may be repeated
 * (RFC 9112 section 9.3.1): that it was not read is likely, but not known. It says so by any kind of end
 * before a byte of a reply, by anything that comes before the request was sent, or by 408: that it received
 * no complete request (RFC 9110 section 15.5.9). Any other status that comes later may well be the answer. */
static bool may_replay(const struct response *r, enum status err)
{
	bool given_up = err ? err == ASYNC_E_DISCONNECTED && !r->heard : r->status == REQUEST_TIMEOUT;

	return given_up && r->link->kept &&
	       (r->stage < STAGE_SENDING || r->request.repeatable || request_is_idempotent(&r->request));
}

/* Clears what one try has left in r, before the next one begins. */
void response_forget(struct response *r)
{
	r->status = 0;
	r->head = (struct head){0};
	r->heard = r->complete = r->reused = r->resumed = false;
	r->fault = FAULT_NONE;
	r->error[0] = '\0';
	memset(r->at + TIMING_TAKEN, 0, sizeof r->at - TIMING_TAKEN * sizeof *r->at);
}

static void prepare_replay(struct response *r)
{
	r->session->replayed += r->stage >= STAGE_SENDING;
	pool_discard(r->link);
	response_drop_kept(r);
	response_forget(r);
}

/* The host's permit comes first: a request that waits for it must not hold a permit of the session's, for
 * which requests to other hosts wait. */
static async exchange(struct response *r)
{
	enum status err = ASYNC_OK;

	ASYNC(bool again);
	if (r->session->options.limit_per_host)
		AWAIT(semaphore_acquire(&r->origin->slots)); /* others run while as many as allowed ask this host */
	r->stage = STAGE_QUEUED;
	AWAIT(semaphore_acquire(&r->session->slots)); /* and while as many as allowed ask at all */
	for (my->again = false;; my->again = true) {
		r->stage = STAGE_CONNECTING; /* from here on response_let_go gives both back */
		r->link = my->again ? NULL : idle_take(&r->session->pool, r->origin);
		if (!r->link) /* others run until one is opened, or given back */
			AWAIT_CATCH(err, pool_get(&r->session->pool, r->origin, my->again, &r->link));
		if (err)
			ASYNC_RAISE(response_not_connected(r, err));
		use_link(r);
		r->stage = STAGE_CONNECTED;
		if (r->session->options.limiter) /* last: nothing may come between token and request */
			/* Others run until a token is there. */
			AWAIT(limiter_take(r->session->options.limiter));
		AWAIT_CATCH(err, talk(r)); /* others run until the reply's head is here */
		if (err == ASYNC_E_DISCONNECTED)
			response_disconnected(r);
		if (!may_replay(r, err))
			ASYNC_RAISE(err);
		prepare_replay(r);
	}
	ASYNC_END;
}

/* ---- the whole ---- */

static enum status too_late(struct response *r, const char *what, int64_t ns)
{
	char text[64];

	snprintf(text, sizeof text, "%s %g s", what, (double)ns / NS_PER_S);
	return response_fail(r, ASYNC_TIMEOUT, text, "");
}

async response_exit_in_time(struct response *r, struct timeout *timeout, enum status raised)
{
	static const char *const missed[] = {
		[STAGE_NEW] = "no connection came free within",
		[STAGE_QUEUED] = "no connection came free within",
		[STAGE_CONNECTING] = "no connection within",
		[STAGE_CONNECTED] = "no token for the request within", /* the limiter's */
		[STAGE_SENDING] = "the request could not be sent within",
		[STAGE_SENT] = "no answer within",
	};

	if (timeout_end(timeout, raised) == ASYNC_OK)
		return ASYNC_OK;
	if (clock_now() >= r->deadline)
		return too_late(r, missed[r->stage], r->session->options.timeout_ns);
	r->fault = FAULT_RECEIVE;
	return too_late(r, "nothing received for", r->session->options.read_timeout_ns);
}

async session_request(
	struct response *self, struct session *session, const char *url, const struct request *request)
{
	ASYNC(struct timeout timeout);
	ASYNC_TRY_BLOCK {
		ASYNC_TRY(response_begin(self, session, url));
		if (request)
			ASYNC_TRY(request_prepare(self, request));
		/* One deadline for everything, redirects too. */
		ASYNC_WITH(timeout_enter_at(&my->timeout, self->deadline)) {
			AWAIT(exchange(self)); /* others run until the reply's head is here */
			while (self->request.follow && response_redirects(self)) {
				ASYNC_TRY(response_follow(self));
				AWAIT(exchange(self)); /* the same once more, with the URL that the reply named */
			}
		} ASYNC_EXIT(response_exit_in_time(self, &my->timeout, ASYNC_RAISED)); /* says what took too long */
		if (self->status >= 400)
			self->retry_after_s = retry_after(&self->head, time(NULL));
		if (session->options.raise_for_status && self->status >= 400)
			AWAIT(response_raise_for_status(self)); /* others run: it reads the server's own words */
	} ASYNC_FINALLY(ASYNC_RAISED ? response_close(self) : ASYNC_OK); /* an enter that fails has no exit */
	ASYNC_END;
}

async session_get(struct response *self, struct session *session, const char *url)
{
	return session_request(self, session, url, NULL);
}
