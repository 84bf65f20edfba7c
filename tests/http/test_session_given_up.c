/* test_session_given_up.c - N3: a server gives up a connection that it has kept, in every form in which it can say so,
 * and the request goes to a new one: before it was read, once, and not if it may have been read. */
#include "tests/lib/client.h"

#include <string.h>

static const struct peer_step hello[] = {EXPECT, REPLY("5", "hello"), AGAIN};
static const struct visit gets[] = {{.path = "/a"}, {.path = "/b"}, {0}};
static const struct visit gets_later[] = {{.path = "/a"}, {.path = "/b", .when_idle_gone = true}, {0}};

static const struct transport {
	bool sockets, tls;
} transports[] = {{false, false}, {false, true}, {true, false}, {true, true}};

enum { TRANSPORTS = sizeof transports / sizeof *transports };

#define BYE(status, fields) SEND("HTTP/1.1 " status "\r\nContent-Length: 4\r\n" fields "\r\nlate")
#define CLOSES              "Connection: close\r\n"
#define ONE                 EXPECT, REPLY("3", "one")

/* A fatal alert, in clear: under TLS 1.2 and 1.3 alike the end of the connection. */
static void alert(struct conn *c)
{
	static const char record[] = {0x15, 0x03, 0x03, 0, 2, 2, 0x28};

	assert_int_equal(stream_send(&c->stream, record, sizeof record), sizeof record);
}

static void visit_with(const struct peer_step *first, const struct transport *how, struct client *client,
	const char *said, unsigned connections)
{
	struct peer peer = {.sockets = how->sockets, .tls = how->tls, .scripts = {first, hello}};

	visit_peer(client, &peer);
	assert_said(said);
	assert_int_equal(peer.connections, connections);
	assert_string_equal(client->visitors[0].response.error, "");
	assert_int_equal(client->visitors[0].response.fault, FAULT_NONE);
}

/* What a server may say to one who asks for nothing: kinds of end, and replies that nobody asked for. */
static const struct peer_step by_408[] = {ONE, WAIT_MS(5), BYE("408 Request Timeout", CLOSES), CLOSE};
static const struct peer_step by_400[] = {ONE, WAIT_MS(5), BYE("400 Bad Request", CLOSES), CLOSE};
static const struct peer_step by_503[] = {ONE, WAIT_MS(5), BYE("503 Service Unavailable", CLOSES), CLOSE};
static const struct peer_step by_408_open[] = {ONE, WAIT_MS(5), BYE("408 Request Timeout", CLOSES), END};
static const struct peer_step by_words[] = {ONE, WAIT_MS(5), SEND("bye"), END};
static const struct peer_step by_close[] = {ONE, WAIT_MS(5), CLOSE};
static const struct peer_step by_cut[] = {ONE, WAIT_MS(5), CUT};
static const struct peer_step by_reset[] = {ONE, WAIT_MS(5), RESET};
static const struct peer_step by_alert[] = {ONE, WAIT_MS(5), DO(alert), END};
static const struct peer_step *const farewells[] = {by_408, by_400, by_503, by_408_open, by_words, by_close, by_cut,
	by_reset, by_alert};

enum { FAREWELLS = sizeof farewells / sizeof *farewells };

static void test_N3_while_idle(void **state)
{
	(void)state;
	for (size_t i = 0; i < FAREWELLS * TRANSPORTS; i++) {
		struct client client = {.visits = {gets_later}};

		visit_with(farewells[i / TRANSPORTS], &transports[i % TRANSPORTS], &client, "200:one 200:hello", 2);
		assert_int_equal(client.session.reused, 0);
	}
}

/* The second request has that connection in hand, and waits for its token. */
static void test_N3_while_it_waits_for_its_token(void **state)
{
	(void)state;
	for (size_t i = 0; i < FAREWELLS * TRANSPORTS; i++) {
		struct client client = {.visits = {gets}};
		struct limiter limiter;

		limiter_init(&limiter, 10, NS_PER_S, 1);
		client.options.limiter = &limiter;
		visit_with(farewells[i / TRANSPORTS], &transports[i % TRANSPORTS], &client, "200:one 200:hello", 2);
		assert_int_equal(client.session.reused, 1);
		assert_int_equal(client.session.replayed, 0); /* it was never sent on the first */
	}
}

/* The farewell and the request pass each other: the peer has not read it, and cannot know of it. */
static void test_N3_while_it_is_sent(void **state)
{
	static const struct peer_step says_408[] = {ONE, EXPECT, BYE("408 Request Timeout", CLOSES), CLOSE};
	static const struct peer_step keeps_408[] = {ONE, EXPECT, BYE("408 Request Timeout", ""), END};
	static const struct peer_step hint_408[] = {ONE, EXPECT, SEND("HTTP/1.1 103 Early Hints\r\n\r\n"),
		BYE("408 Request Timeout", CLOSES), CLOSE};
	static const struct peer_step alerts[] = {ONE, EXPECT, DO(alert), END};
	static const struct peer_step *const cases[] = {says_408, keeps_408, hint_408, alerts};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases * TRANSPORTS; i++) {
		struct client client = {.visits = {gets}};

		if (cases[i / TRANSPORTS] == alerts && !transports[i % TRANSPORTS].tls)
			continue; /* without TLS those are bytes that are no reply */
		visit_with(cases[i / TRANSPORTS], &transports[i % TRANSPORTS], &client, "200:one 200:hello", 2);
		assert_int_equal(client.session.replayed, 1);
		assert_int_equal(client.visitors[0].response.status, 200);
	}
}

/* Any other status may be the answer, and one on a new connection is: both are told. Nobody is asked three times. */
static void test_N3_once_and_only_if_unread(void **state)
{
	static const struct peer_step says_400[] = {ONE, EXPECT, BYE("400 Bad Request", CLOSES), CLOSE};
	static const struct peer_step says_503[] = {ONE, EXPECT, BYE("503 Service Unavailable", CLOSES), CLOSE};
	static const struct peer_step says_408[] = {ONE, EXPECT, BYE("408 Request Timeout", CLOSES), CLOSE};
	static const struct peer_step fresh_408[] = {EXPECT, BYE("408 Request Timeout", CLOSES), CLOSE};
	static const struct peer_step fresh_cut[] = {EXPECT, CUT};
	static const struct {
		const struct peer_step *scripts[3];
		const char *said;
		unsigned connections, replayed;
	} cases[] = {
		{{says_400, hello}, "200:one 400:late", 1, 0},
		{{says_503, hello}, "200:one 503:late", 1, 0},
		{{fresh_408, hello}, "408:late 200:hello", 2, 0},
		{{says_408, fresh_408, hello}, "200:one 408:late", 2, 1},
		{{says_408, fresh_cut, hello}, "200:one disconnected", 2, 1},
		{{by_408, fresh_408, hello}, "200:one 408:late", 2, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		bool waits = cases[i].scripts[0] == by_408;
		struct peer peer = {.scripts = {NULL}};
		struct client client = {.visits = {waits ? gets_later : gets}};

		memcpy(peer.scripts, cases[i].scripts, sizeof cases[i].scripts);
		visit_peer(&client, &peer);
		assert_said(cases[i].said);
		assert_int_equal(peer.connections, cases[i].connections);
		assert_int_equal(client.session.replayed, cases[i].replayed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_N3_while_idle),
		CLOSED(test_N3_while_it_waits_for_its_token),
		CLOSED(test_N3_while_it_is_sent),
		CLOSED(test_N3_once_and_only_if_unread),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
