/* odd.h - replies with one odd byte: a peer sends them, a session reads them, and strict.h judges the
 * result. */
#ifndef TESTS_LIB_ODD_H
#define TESTS_LIB_ODD_H

#include "coro/run.h"
#include "tests/lib/peer.h"
#include "tests/lib/strict.h"
#include "tests/lib/support.h"

#include <stdio.h>

enum { ODD_BODY_MAX = 4096, ODD_TIMEOUT_MS = 1000 };

struct odd {
	struct slice reply; /* in */
	enum peer_act end;  /* in: PEER_CLOSE, PEER_CUT, PEER_RESET, or PEER_STALL */
	bool tls, sockets;  /* in */
	size_t piece;       /* in: the peer sends that many bytes at a time; 0: all at once */
	bool was_head;      /* in: the request is HEAD */

	enum status err;
	enum fault fault;
	size_t len;
	char body[ODD_BODY_MAX]; /* what the session delivered */
	bool reusable;           /* the connection was kept for another request */
	int64_t ended;           /* when, by the loop's clock */
};

static SSL_CTX *odd_context; /* of every peer */

static inline void odd_keep(struct odd *odd, struct slice piece)
{
	assert_true(odd->len + piece.len <= sizeof odd->body);
	memcpy(odd->body + odd->len, piece.len ? piece.at : "", piece.len);
	odd->len += piece.len;
}

static async odd_read(struct odd *odd, struct response *response, struct session *session, const char *url)
{
	const struct request request = {.method = odd->was_head ? "HEAD" : NULL};

	ASYNC(struct slice piece);
	ASYNC_WITH(session_request(response, session, url, &request)) {
		do {
			AWAIT(response_read(response, &my->piece));
			odd_keep(odd, my->piece);
		} while (my->piece.len);
	} ASYNC_EXIT(response_close(response));
	ASYNC_END;
}

static async odd_visit(
	struct odd *odd, struct session *session, const struct session_options *options, const char *url)
{
	ASYNC(struct response response);
	ASYNC_WITH(session_open(session, options)) {
		AWAIT_CATCH_ALL(odd->err, odd_read(odd, &my->response, session, url));
		odd->fault = my->response.fault;
		odd->reusable = session->pool.nidle == 1;
		odd->ended = loop.now;
	} ASYNC_EXIT(session_close(session));
	ASYNC_END;
}
ASYNC_ENTRY(odd_visit, struct odd *, struct session *, const struct session_options *, const char *);

/* Sends the reply, reads it, and fails if anything of peer or session is left. For tests that are CLOSED. */
static void odd_meet(struct odd *self)
{
	struct peer_step script[] = {
		{.act = PEER_EXPECT}, {.act = PEER_SEND, .bytes = self->reply}, {.act = self->end}};
	struct peer peer = {
		.sockets = self->sockets, .tls = self->tls, .piece = self->piece, .scripts = {script}};
	struct session_options options = peer_options(&peer);
	struct session session;

	if (!odd_context)
		odd_context = peer_context();
	if (self->tls && SSL_CTX_up_ref(odd_context))
		peer.context = odd_context;
	assert_int_equal(loop_open(self->sockets ? LOOP_REAL : LOOP_VIRTUAL), 0);
	peer_open(&peer);
	options.timeout_ns = (self->sockets ? 10 : 1) * ODD_TIMEOUT_MS * NS_PER_MS;
	assert_int_equal(async_run(odd_visit, self, &session, &options, peer_url(&peer, "/")), ASYNC_OK);
	assert_closed(&session);
	assert_int_equal(peer.connections, 1);
	peer_close(&peer);
	assert_int_equal(loop.timers.count, 0);
	assert_int_equal(loop.nready, 0);
	assert_int_equal(loop.watched, 0);
	loop_close();
}

/* ---- the expected result ---- */

struct odd_end {
	enum status err;
	enum fault fault;
};

static struct odd_end odd_right_end(const struct odd *self, const struct strict *strict)
{
	bool whole = strict->verdict == VERDICT_WHOLE && !strict->to_end;
	bool unclean = self->end == PEER_RESET || (self->end == PEER_CUT && self->tls);
	bool bad = strict->verdict == VERDICT_BAD_HEAD || strict->verdict == VERDICT_BAD_BODY;

	if (bad)
		return (struct odd_end){
			ASYNC_E_PAYLOAD, strict->verdict == VERDICT_BAD_HEAD ? FAULT_HEAD : FAULT_BODY};
	if (self->end == PEER_STALL && !whole)
		return (struct odd_end){ASYNC_TIMEOUT, FAULT_NONE};
	if (strict->verdict == VERDICT_CUT_HEAD)
		return (struct odd_end){
			ASYNC_E_DISCONNECTED, self->reply.len || unclean ? FAULT_RECEIVE : FAULT_EMPTY};
	if (strict->verdict == VERDICT_CUT_BODY || (strict->to_end && unclean))
		return (struct odd_end){ASYNC_E_PAYLOAD, unclean ? FAULT_RECEIVE : FAULT_CUT};
	return (struct odd_end){ASYNC_OK, FAULT_NONE};
}

/* The delivered bytes must be the beginning of the body. True: they are all that arrived. */
static bool odd_is_prefix(const struct odd *self, const struct strict *strict)
{
	size_t at = 0;

	for (int i = 0; i < strict->pieces; i++) {
		size_t left = self->len - at, len = strict->body_len[i] < left ? strict->body_len[i] : left;

		assert_memory_equal(self->body + at, strict->body[i], len);
		at += len;
		if (len < strict->body_len[i])
			return false;
	}
	assert_int_equal(at, self->len);
	return true;
}

static _Noreturn void odd_fail(const struct odd *self, const char *what)
{
	for (size_t i = 0; i < self->reply.len; i++)
		print_error(self->reply.at[i] >= ' ' && self->reply.at[i] <= '~' ? "%c" : "\\x%02x",
			(unsigned char)self->reply.at[i]);
	print_error("\nend %d, tls %d, sockets %d: %s, fault %d, %d bytes handed out: %s\n", (int)self->end,
		self->tls, self->sockets, status_name(self->err), (int)self->fault, (int)self->len, what);
	fail();
	abort();
}

/* Sends the reply; fails unless the session's result is that of the second reader. */
static inline void odd_judge(struct odd *self)
{
	struct strict strict = {.bytes = self->reply.at, .len = self->reply.len, .was_head = self->was_head};
	bool lossy = self->end == PEER_RESET; /* drops what was not read yet */
	struct odd_end right;

	strict.verdict = strict_read(&strict);
	right = odd_right_end(self, &strict);
	odd_meet(self);
	if (!odd_is_prefix(self, &strict) && !lossy)
		odd_fail(self, "less than came");
	if (lossy && self->err != ASYNC_OK)
		return;
	if (self->err != right.err || self->fault != right.fault)
		odd_fail(self, status_name(right.err));
	if (self->err == ASYNC_TIMEOUT && !self->sockets)
		assert_int_equal(self->ended, ODD_TIMEOUT_MS * NS_PER_MS);
	if (self->reusable && (self->err || (!self->piece && strict.at != self->reply.len)))
		odd_fail(self, "kept");
}

static inline int odd_teardown(void **state)
{
	SSL_CTX_free(odd_context);
	odd_context = NULL;
	return peer_teardown(state);
}

#endif
