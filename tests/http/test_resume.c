/* test_resume.c - TLS sessions: resumed where they may be, each ticket of TLS 1.3 once, and never at another
 * host. The server is the judge of what was resumed. */
#include "tests/lib/client.h"

#include <string.h>

static unsigned shakes, resumptions; /* as the server saw them */

static void note_handshake(struct conn *c)
{
	shakes++;
	resumptions += (unsigned)SSL_session_reused(c->ssl);
}

/* Every request has a new connection. */
#define ONCE                                                                                                 \
	DO(note_handshake), EXPECT,                                                                          \
		SEND("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
static const struct peer_step polite[] = {ONCE, CLOSE};
static const struct peer_step cut[] = {ONCE, CUT};
static const struct peer_step no_length[] = {
	DO(note_handshake), EXPECT, SEND("HTTP/1.1 200 OK\r\n\r\nok"), CUT};

static void send_garbage(struct conn *c)
{
	char garbage[] = "\x17\x03\x03\x00\x20"
			 "This is not what it says it is.";

	assert_int_equal(stream_send(&c->stream, garbage, sizeof garbage), sizeof garbage);
}

static const struct peer_step damaged[] = {
	DO(note_handshake), EXPECT, SEND("HTTP/1.1 200 OK\r\n\r\nok"), DO(send_garbage), END};

static const struct visit four[] = {{.path = "/"}, {.path = "/"}, {.path = "/"}, {.path = "/"}, {0}};

static void visit_with(struct client *client, struct peer *peer, int version, int tickets)
{
	peer->tls = true;
	peer->context = peer_context();
	assert_int_equal(SSL_CTX_set_max_proto_version(peer->context, version), 1);
	assert_int_equal(SSL_CTX_set_num_tickets(peer->context, (size_t)tickets), 1);
	shakes = resumptions = 0;
	client->options.cafile = peer_cafile();
	visit_peer(client, peer);
	assert_int_equal(client->session.resumed, resumptions);
	assert_int_equal(client->session.opened, shakes);
}

/* Each of the four has a handshake. One that is resumed brings one new ticket. */
static void test_versions(void **state)
{
	static const struct {
		int version, tickets;
		const struct peer_step *script;
		bool off;
		const char *said;
		unsigned resumed;
	} cases[] = {
		{TLS1_3_VERSION, 2, polite, false, "200:ok 200:ok 200:ok 200:ok", 3},
		{TLS1_3_VERSION, 1, polite, false, "200:ok 200:ok 200:ok 200:ok", 3},
		{TLS1_3_VERSION, 0, polite, false, "200:ok 200:ok 200:ok 200:ok", 0},
		{TLS1_2_VERSION, 1, polite, false, "200:ok 200:ok 200:ok 200:ok", 3},
		{TLS1_3_VERSION, 2, polite, true, "200:ok 200:ok 200:ok 200:ok", 0},
		{TLS1_2_VERSION, 1, polite, true, "200:ok 200:ok 200:ok 200:ok", 0},
		/* An end without close_notify says nothing against the session (RFC 5246 section 7.2.1) … */
		{TLS1_3_VERSION, 2, cut, false, "200:ok 200:ok 200:ok 200:ok", 3},
		{TLS1_2_VERSION, 1, cut, false, "200:ok 200:ok 200:ok 200:ok", 3},
		{TLS1_3_VERSION, 1, no_length, false, "bad payload bad payload bad payload bad payload", 3},
		{TLS1_2_VERSION, 1, no_length, false, "bad payload bad payload bad payload bad payload", 3},
		/* … but a fatal alert does (section 7.2.2). */
		{TLS1_3_VERSION, 1, damaged, false, "bad payload bad payload bad payload bad payload", 0},
		{TLS1_2_VERSION, 1, damaged, false, "bad payload bad payload bad payload bad payload", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.scripts = {cases[i].script}};
		struct client client = {.visits = {four}, .options.no_resume = cases[i].off};

		visit_with(&client, &peer, cases[i].version, cases[i].tickets);
		assert_said(cases[i].said);
		if (resumptions != cases[i].resumed)
			fail_msg("case %d: %u resumed", (int)i, resumptions);
	}
}

/* Only what that connection itself used is lost. */
static void test_failed_connection(void **state)
{
	struct peer peer = {.scripts = {polite, damaged, polite}};
	struct client client = {.visits = {four}};

	(void)state;
	visit_with(&client, &peer, TLS1_3_VERSION, 2);
	assert_said("200:ok bad payload 200:ok 200:ok");
	assert_int_equal(resumptions, 3); /* the third by the other of the first one's two tickets */
}

/* ---- each ticket once ---- */

/* Two full handshakes at once bring a ticket each, so of four that come at once then two are resumed. */
static void test_single_use(void **state)
{
	static const struct visit two[] = {{.path = "/"}, {.path = "/", .wait_ms = 5}, {0}};
	static const struct visit late[] = {{.path = "/", .wait_ms = 5}, {0}};
	static const struct {
		int version;
		unsigned resumed;
	} cases[] = {{TLS1_3_VERSION, 2}, {TLS1_2_VERSION, 4}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.scripts = {polite}};
		struct client client = {.visits = {two, two, late, late}};

		visit_with(&client, &peer, cases[i].version, 1);
		say_nothing();
		assert_int_equal(shakes, 6);
		assert_int_equal(resumptions, cases[i].resumed);
	}
}

/* ---- at the same host ---- */

static void test_hosts(void **state)
{
	static const struct visit visits[] = {{.path = "https://localhost/"}, {.path = "https://127.0.0.1/"},
		{.path = "https://localhost:444/"}, {.path = "https://[::1]/"},
		{.path = "https://LOCALHOST/"}, {0}};
	struct peer peer = {.scripts = {polite}};
	struct client client = {.visits = {visits}};

	(void)state;
	visit_with(&client, &peer, TLS1_3_VERSION, 2);
	assert_said("200:ok 200:ok 200:ok 200:ok 200:ok");
	assert_int_equal(resumptions, 1); /* the last */
}

/* ---- the store ---- */

/* A ring: it forgets the oldest, and gives the newest first. */
static void test_ring(void **state)
{
	enum { MORE = 3 * TLS_SESSIONS };
	struct peer peer = {.scripts = {polite}};
	struct client client = {.visits = {four}};

	(void)state;
	visit_with(&client, &peer, TLS1_3_VERSION, MORE); /* many tickets in each handshake */
	assert_said("200:ok 200:ok 200:ok 200:ok");
	assert_int_equal(resumptions, 3);
}

/* A server that has forgotten its keys makes a full handshake of it, and the certificate is checked again. */
static void new_keys(struct conn *c)
{
	unsigned char keys[80] = {0};

	note_handshake(c);
	memset(keys, (int)shakes, sizeof keys);
	assert_int_equal(SSL_CTX_set_tlsext_ticket_keys(SSL_get_SSL_CTX(c->ssl), keys, sizeof keys), 1);
}

static void test_refused_ticket(void **state)
{
	static const struct peer_step forgets[] = {DO(new_keys), EXPECT,
		SEND("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"), CLOSE};
	static const int versions[] = {TLS1_2_VERSION, TLS1_3_VERSION};

	(void)state;
	for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
		struct peer peer = {.scripts = {forgets}};
		struct client client = {.visits = {four}};

		visit_with(&client, &peer, versions[i], 1);
		assert_said("200:ok 200:ok 200:ok 200:ok");
		assert_int_equal(resumptions, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_versions),
		CLOSED(test_failed_connection),
		CLOSED(test_single_use),
		CLOSED(test_hosts),
		CLOSED(test_ring),
		CLOSED(test_refused_ticket),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
