/* test_request.c - requests that are more than GET: a method, header lines and a body, what of them is refused, and
 * what is sent twice. */
#include "tests/lib/client.h"

#include <stdlib.h>
#include <string.h>

static const struct peer_step hello[] = {EXPECT, REPLY("5", "hello"), AGAIN};
static const struct visit one[] = {{.path = "/a"}, {0}};
static const struct visit two[] = {{.path = "/a"}, {.path = "/b"}, {0}};

#define BODY(text) .body = {(text), sizeof(text) - 1}

/* Over each transport, to the first connection as the script says and to the others with "hello". */
static void send_to(struct peer *peer, const struct peer_step *script, const struct visit *visits,
	const struct request *request, const char *said)
{
	struct client client = {.visits = {visits}, .request = *request};

	peer->scripts[0] = script;
	peer->scripts[1] = hello;
	visit_peer(&client, peer);
	assert_said(said);
}

/* ---- what is sent ---- */

static void sends(const struct request *request, const char *first_line, const char *fields, const char *body)
{
	for (int i = 0; i < 4; i++) {
		struct peer peer = {.sockets = i & 1, .tls = i & 2};

		send_to(&peer, hello, one, request, "200:hello");
		assert_int_equal(strncmp(peer.request, first_line, strlen(first_line)), 0);
		assert_non_null(strstr(peer.request, fields));
		assert_string_equal(peer.body, body);
	}
}

static void a_body_is_sent_with_its_length_and_type(void **state)
{
	static const struct request put = {
		.method = "PUT", BODY("{\"a\":1}"), .content_type = "application/json"};
	static const struct request own = {
		.headers = {"content-type: text/x\r\n", 22}, BODY("a=b"), .content_type = "y"};

	(void)state;
	sends(&put, "PUT /a HTTP/1.1\r\n", "\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n",
		"{\"a\":1}");
	sends(&own, "POST /a HTTP/1.1\r\n", "identity\r\nContent-Length: 3\r\ncontent-type: text/x\r\n\r\n",
		"a=b");
}

static void n4_a_post_without_a_body_has_length_0(void **state)
{
	static const struct request post = {.method = "POST", .content_type = "text/x"}, empty = {.method = "POST", BODY("")};
	static const struct request delete = {.method = "DELETE"}, get = {0};

	(void)state;
	sends(&post, "POST /a ", "identity\r\nContent-Length: 0\r\n\r\n", "");
	sends(&empty, "POST /a ", "identity\r\nContent-Length: 0\r\n\r\n", "");
	sends(&delete, "DELETE /a ", "identity\r\n\r\n", "");
	sends(&get, "GET /a ", "identity\r\n\r\n", "");
}

/* On both sides of what fits into the buffer of the head, and far beyond what a connection takes at once. */
static void a_body_of_any_size_arrives(void **state)
{
	static const size_t sizes[] = {
		1, BUFFER_SIZE - 200, BUFFER_SIZE - 1, BUFFER_SIZE, BUFFER_SIZE + 1, 4 << 20};
	char *bytes = malloc(4 << 20);

	(void)state;
	memset(bytes, 'x', 4 << 20);
	for (size_t i = 0; i < 4 * sizeof sizes / sizeof *sizes; i++) {
		struct peer peer = {.sockets = i & 1, .tls = i & 2};
		struct request request = {.body = {bytes, sizes[i / 4]}};

		send_to(&peer, hello, two, &request, "200:hello 200:hello");
		assert_int_equal(peer.body_len, sizes[i / 4]);
		assert_int_equal(peer.connections, 1);
		assert_int_equal(strspn(peer.body, "x"), strlen(peer.body));
	}
	free(bytes);
}

/* A server that refuses it does not read it first (RFC 9112 section 9.5). */
static void n4_a_reply_before_the_end_of_the_body_counts(void **state)
{
	static const struct peer_step refuses[] = {EXPECT_HEAD,
		SEND("HTTP/1.1 413 Content Too Large\r\nContent-Length: 8\r\n\r\ntoo much"), CLOSE};
	struct request request = {.body = {calloc(1, 4 << 20), 4 << 20}};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct peer peer = {.sockets = i & 1, .tls = i & 2};

		send_to(&peer, refuses, two, &request, "413:too much 200:hello");
		assert_int_equal(peer.connections, 2);
	}
	free((char *)request.body.at);
}

/* ---- what is refused ---- */

static void is_refused(struct request request)
{
	struct peer peer = {0};

	send_to(&peer, hello, one, &request, "invalid request");
	assert_int_equal(peer.connections, 0);
}

static void n4_a_method_is_a_token(void **state)
{
	static const char *const methods[] = {
		"", " ", "GE T", "GET ", "GET\r\n", "G\nT", "G\xc3\x89T", "GET:", "CONNECT"};

	(void)state;
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		is_refused((struct request){.method = methods[i]});
}

#define LINES(text)                                                                                          \
	{                                                                                                    \
		(text), sizeof(text) - 1                                                                     \
	}

static void n4_lines_that_could_end_the_head_are_refused(void **state)
{
	static const struct slice lines[] = {LINES(" X: y\r\n"), LINES("X: y"), LINES("X: y\r"),
		LINES("X: y\n"), LINES("\r\n"), LINES("X: y\r\n\r\n"),
		LINES("X: y\r\n\r\nGET / HTTP/1.1\r\n"), LINES("X: y\nZ: z\r\n"), LINES("X: y\rZ\r\n"),
		LINES("X: \0\r\n"), LINES("X: y\r\n z\r\n"), LINES("X y\r\n"), LINES("X : y\r\n"),
		LINES(": y\r\n")};

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		is_refused((struct request){.headers = lines[i]});
	is_refused((struct request){BODY(""), .content_type = "a\r\nX: y"});
}

static void n4_nobody_else_says_the_length(void **state)
{
	static const struct slice lines[] = {LINES("Content-Length: 5\r\n"),
		LINES("A: b\r\ntransfer-ENCODING: chunked\r\n"), LINES("Upgrade: h2c\r\n"),
		LINES("Expect: 100-continue\r\n")};

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		is_refused((struct request){.headers = lines[i]});
}

/* ---- what is sent twice ---- */

static const struct peer_step gives_up[] = {EXPECT, REPLY("3", "one"), EXPECT, CUT};

/* RFC 9110 section 9.2.2: the server has given up the connection that is used again, but may have read the request. */
static void n4_only_what_is_idempotent_is_sent_again(void **state)
{
	static const struct peer_step head[] = {
		EXPECT, SEND("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"), EXPECT, CUT};
	static const struct request again[] = {{.method = "HEAD"}, {0}, {.method = "PUT", BODY("x")},
		{.method = "DELETE"}, {.method = "OPTIONS"}, {.method = "TRACE"},
		{.method = "POST", BODY("x"), .repeatable = true}};
	static const struct request once[] = {
		{.method = "POST", BODY("x")}, {.method = "PATCH"}, {.method = "get"}};

	(void)state;
	for (size_t i = 0; i < sizeof again / sizeof *again; i++) {
		struct peer peer = {0};

		send_to(&peer, i ? gives_up : head, two, &again[i], i ? "200:one 200:hello" : "200: 200:");
		assert_int_equal(peer.requests, 3);
		assert_int_equal(peer.body_len, again[i].body.len);
	}
	for (size_t i = 0; i < sizeof once / sizeof *once; i++) {
		struct peer peer = {0};

		send_to(&peer, gives_up, two, &once[i], "200:one disconnected");
		assert_int_equal(peer.requests, 2);
	}
}

/* The connection is lost while the request waits for its token. */
static void what_was_not_sent_yet_goes_to_another_connection(void **state)
{
	static const struct peer_step leaves[] = {EXPECT, REPLY("3", "one"), WAIT_MS(5), CLOSE};
	struct peer peer = {.scripts = {leaves, hello}};
	struct client client = {.visits = {two}, .request = {BODY("x")}};
	struct limiter limiter;

	(void)state;
	limiter_init(&limiter, 10, NS_PER_S, 1);
	client.options.limiter = &limiter;
	visit_peer(&client, &peer);
	assert_said("200:one 200:hello");
	assert_int_equal(peer.requests, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(a_body_is_sent_with_its_length_and_type),
		CLOSED(n4_a_post_without_a_body_has_length_0),
		CLOSED(a_body_of_any_size_arrives),
		CLOSED(n4_a_reply_before_the_end_of_the_body_counts),
		CLOSED(n4_a_method_is_a_token),
		CLOSED(n4_lines_that_could_end_the_head_are_refused),
		CLOSED(n4_nobody_else_says_the_length),
		CLOSED(n4_only_what_is_idempotent_is_sent_again),
		CLOSED(what_was_not_sent_yet_goes_to_another_connection),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
