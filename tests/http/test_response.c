/* test_response.c - the body of a reply: in pieces and constant memory, or collected; and what becomes of the
 * connection when the block is left. */
#include "tests/lib/client.h"

#include <string.h>

enum { BLOCK = 1000, BLOCKS = 1000, LARGE = BLOCK * BLOCKS }; /* a megabyte */

#define LETTERS  "abcdefghijklmnopqrstuvwxy"
#define HUNDRED  LETTERS LETTERS LETTERS LETTERS
#define THOUSAND HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED
#define CHUNK    "3e8\r\n" THOUSAND "\r\n"

static const struct peer_step by_length[] = {
	EXPECT, SEND("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"), TIMES(BLOCKS, THOUSAND), AGAIN};
static const struct peer_step in_chunks[] = {EXPECT,
	SEND("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), TIMES(BLOCKS, CHUNK),
	SEND("0\r\n\r\n"), AGAIN};
static const struct peer_step to_the_end[] = {
	EXPECT, SEND("HTTP/1.1 200 OK\r\n\r\n"), TIMES(BLOCKS, THOUSAND), CLOSE};

static const struct {
	const struct peer_step *script;
	bool kept;
} large[] = {{by_length, true}, {in_chunks, true}, {to_the_end, false}};

enum { LARGES = sizeof large / sizeof *large };

static struct peer transport(int i)
{
	return (struct peer){.sockets = i & 1, .tls = i & 2};
}

/* ---- coroutines of our own: what client.h's visitors do not do ---- */

struct reading {
	struct session_options options; /* in */
	const char *url;                /* in */
	size_t stop_at;                 /* in: reads no further; 0: to the end */
	struct session session;
	struct response response;
	struct slice piece; /* the last one */
	size_t total, pieces;
	unsigned lent; /* the most that was ever on loan */
};

static bool is_right(const struct reading *self)
{
	for (size_t i = 0; i < self->piece.len; i++)
		if (self->piece.at[i] != LETTERS[(self->total + i) % (sizeof LETTERS - 1)])
			return false;
	return true;
}

static void take_piece(struct reading *self)
{
	unsigned lent = self->session.pool.buffers.lent;

	assert_true(is_right(self));
	self->total += self->piece.len;
	self->pieces++;
	self->lent = lent > self->lent ? lent : self->lent;
}

static bool goes_on(const struct reading *self)
{
	return self->piece.len > 0 && (!self->stop_at || self->total < self->stop_at);
}

static async read_pieces(struct reading *self)
{
	ASYNC();
	ASYNC_WITH(session_open(&self->session, &self->options)) {
		ASYNC_WITH(session_get(&self->response, &self->session, self->url)) {
			do {
				AWAIT(response_read(&self->response, &self->piece));
				take_piece(self);
			} while (goes_on(self));
			if (!self->stop_at) /* the end stays the end */
				AWAIT(response_read(&self->response, &self->piece));
		} ASYNC_EXIT(response_close(&self->response));
		say("%u idle", self->session.pool.nidle);
	} ASYNC_EXIT(session_close(&self->session));
	ASYNC_END;
}
ASYNC_ENTRY(read_pieces, struct reading *);

static void run_at(struct peer *peer, struct reading *self, enum status (*go)(struct reading *))
{
	begin_at(peer, &self->options);
	self->url = peer_url(peer, "/?apikey=SECRET");
	assert_int_equal(go(self), ASYNC_OK);
	end_at(peer, &self->session);
}

static enum status run_pieces(struct reading *self)
{
	return async_run(read_pieces, self);
}

/* One buffer holds the head, and one at most what has just arrived. */
static void test_constant_memory(void **state)
{
	(void)state;
	for (int i = 0; i < 4 * LARGES; i++) {
		struct peer peer = transport(i % 4);
		struct reading reading = {0};

		peer.scripts[0] = large[i / 4].script;
		run_at(&peer, &reading, run_pieces);
		assert_said(large[i / 4].kept ? "1 idle" : "0 idle");
		assert_int_equal(reading.total, LARGE);
		assert_int_equal(reading.piece.len, 0);
		assert_true(reading.lent <= 2);
	}
}

/* Left early, the connection is closed: nobody knows how much there is still to come. */
static void test_left_early(void **state)
{
	static const size_t stops[] = {1, LARGE / 2};

	(void)state;
	for (size_t s = 0; s < sizeof stops / sizeof *stops; s++) {
		for (int i = 0; i < 4 * LARGES; i++) {
			struct peer peer = transport(i % 4);
			struct reading reading = {.stop_at = stops[s]};

			peer.scripts[0] = large[i / 4].script;
			run_at(&peer, &reading, run_pieces);
			assert_said("0 idle");
			assert_true(reading.total >= stops[s] && reading.total < LARGE);
		}
	}
}

/* ---- collected ---- */

/* Its slices have moved with the buffer. */
static void say_head(const struct reading *self)
{
	struct slice value;

	say("%s %s", slice_equal(self->response.head.reason, SLICE("OK")) ? "reason" : "?",
		head_field(&self->response.head, "no-such-field", &value) ? "?" : "fields");
}

static async collect(struct reading *self)
{
	ASYNC(struct slice again; enum status err);
	ASYNC_WITH(session_open(&self->session, &self->options)) {
		ASYNC_WITH(session_get(&self->response, &self->session, self->url)) {
			AWAIT_CATCH(my->err, response_body(&self->response, &self->piece));
			my->again = self->piece;
			if (!my->err)
				AWAIT(response_body(&self->response, &my->again)); /* once more, the same */
			say("%s %zu %d", status_name(my->err), my->again.len,
				slice_equal(self->piece, my->again) && is_right(self));
			if (!my->err)
				say_head(self);
		} ASYNC_EXIT(response_close(&self->response));
	} ASYNC_EXIT(session_close(&self->session));
	ASYNC_END;
}
ASYNC_ENTRY(collect, struct reading *);

static enum status run_collect(struct reading *self)
{
	return async_run(collect, self);
}

static void test_collected(void **state)
{
	(void)state;
	for (int i = 0; i < 4 * LARGES; i++) {
		struct peer peer = transport(i % 4);
		struct reading reading = {.options.body_max = LARGE};

		peer.scripts[0] = large[i / 4].script;
		run_at(&peer, &reading, run_collect);
		assert_said("ok 1000000 1 reason fields");
	}
}

static void test_too_long(void **state)
{
	(void)state;
	for (int i = 0; i < LARGES; i++) {
		struct peer peer = transport(2);
		struct reading reading = {.options.body_max = LARGE - 1};

		peer.scripts[0] = large[i].script;
		run_at(&peer, &reading, run_collect);
		assert_said("bad payload 0 1");
		assert_string_equal(reading.response.error,
			"the reply is longer than allowed, url='https://localhost/?apikey=***'");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_constant_memory),
		CLOSED(test_left_early),
		CLOSED(test_collected),
		CLOSED(test_too_long),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
