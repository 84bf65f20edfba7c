/* test_trust_bytes.c - a handshake that is cut, stalled, repeated, damaged, or was never one: always refused, or ended by
 * the time that a connection may take; and bytes that come one by one, which make no difference. */
#include "tests/lib/client.h"
#include "tests/lib/pki.h"

#include <string.h>

static const struct pki_chain good = {.leaf = {.hosts = "DNS:localhost"}};
static const struct visit get[] = {{.path = "https://localhost/"}, {0}};
static const int versions[] = {TLS1_2_VERSION, TLS1_3_VERSION};

static char flight[8192]; /* what a server says first, in a handshake that went well */
static size_t flight_len;

/* ---- a handshake to take bytes from ---- */

static SSL *join(SSL_CTX *context, BIO *in, BIO *out)
{
	SSL *ssl = SSL_new(context);

	BIO_up_ref(in);
	BIO_up_ref(out);
	SSL_set_bio(ssl, in, out);
	return ssl;
}

static void record_flight(int version)
{
	SSL_CTX *server_context = pki_serve(&good, pki_file), *client_context;
	BIO *up = BIO_new(BIO_s_mem()), *down = BIO_new(BIO_s_mem());
	SSL *server, *client;
	char why[160];

	SSL_CTX_set_max_proto_version(server_context, version);
	client_context = tls_client_context(pki_file, why, sizeof why);
	client = join(client_context, down, up);
	server = join(server_context, up, down);
	assert_true(tls_client_setup(client, "localhost", NULL));
	SSL_set_accept_state(server);
	SSL_do_handshake(client);
	SSL_do_handshake(server);
	flight_len = BIO_pending(down);
	assert_in_range(flight_len, 400, sizeof flight);
	assert_int_equal(BIO_read(down, flight, sizeof flight), flight_len);
	assert_int_equal(BIO_write(down, flight, (int)flight_len), flight_len);
	assert_int_equal(SSL_do_handshake(client), version == TLS1_3_VERSION ? 1 : -1);
	SSL_free(client);
	SSL_free(server);
	BIO_free(up);
	BIO_free(down);
	SSL_CTX_free(client_context);
	SSL_CTX_free(server_context);
}

/* ---- verdicts ---- */

/* Calls at the peer; fails unless there was no connection, for a reason that is no certificate's, or in time. */
static void assert_none(struct peer *peer, const char *what, size_t at)
{
	struct client client = {.visits = {get}, .options.cafile = pki_file};
	const struct visitor *visitor = &client.visitors[0];
	enum fault fault;

	visit_peer(&client, peer);
	fault = visitor->response.fault;
	if (visitor->err != ASYNC_TIMEOUT &&
		(visitor->err != ASYNC_E_CONNECT || (fault != FAULT_TLS && fault != FAULT_CERTIFICATE)))
		fail_msg("%s at %zu: %s, fault %d: %s", what, at, status_name(visitor->err), (int)fault,
			visitor->response.error);
	assert_int_equal(peer->requests, 0);
	assert_true(client.session.opened == 0);
	say_nothing();
}

/* A peer that knows no TLS, and sends these bytes. */
static void assert_refuses(const char *bytes, size_t len, enum peer_act end, size_t piece, const char *what)
{
	struct peer_step script[] = {{.act = PEER_SEND, .bytes = {bytes, len}, .piece = piece}, {.act = end}};
	struct peer peer = {.scripts = {script}};

	assert_none(&peer, what, len);
}

static void test_flight(void **state)
{
	enum { STEP = 9 };
	char damaged[sizeof flight];

	(void)state;
	for (int v = 0; v < 2; v++) {
		record_flight(versions[v]);
		for (size_t len = 0; len < flight_len; len += STEP) {
			assert_refuses(flight, len, PEER_CLOSE, 0, "ended");
			assert_refuses(flight, len, PEER_STALL, 0, "stalled");
		}
		assert_refuses(flight, flight_len, PEER_STALL, 0, "repeated");
		assert_refuses(flight, flight_len, PEER_STALL, 1, "repeated, byte by byte");
		for (size_t at = v; at < flight_len; at += STEP) {
			memcpy(damaged, flight, flight_len);
			damaged[at] = (char)(damaged[at] ^ 1 << at % 8);
			assert_refuses(damaged, flight_len, PEER_STALL, 0, "damaged");
		}
	}
}

static void test_stall_takes_its_time(void **state)
{
	static const struct peer_step stall[] = {STALL};
	struct peer peer = {.scripts = {stall}};
	struct client client = {.visits = {get}, .times = true, .options.cafile = pki_file};

	(void)state;
	visit_peer(&client, &peer);
	assert_said("timeout @30000");
}

/* In a live handshake, of which so many bytes come through. TLS 1.2 has the server say something more at its end. */
static void test_cut(void **state)
{
	enum { STEP = 16, LAST_WORDS = 200 };
	static const struct peer_step hello[] = {EXPECT, REPLY("5", "hello"), AGAIN};

	(void)state;
	for (int v = 0; v < 2; v++) {
		record_flight(versions[v]);
		for (size_t cut = 1; cut < flight_len - STEP + (v == 0 ? LAST_WORDS : 0); cut += STEP) {
			struct peer peer = {.tls = true,
				.cut = cut,
				.context = pki_serve(&good, pki_file),
				.scripts = {hello}};

			SSL_CTX_set_max_proto_version(peer.context, versions[v]);
			assert_none(&peer, "cut", cut);
		}
	}
}

/* The kernel's own way to end: RST, before a byte and after some. */
static void test_reset(void **state)
{
	char url[64];
	const struct visit visits[] = {{.path = url}, {0}};

	(void)state;
	record_flight(TLS1_2_VERSION);
	for (size_t len = 0; len < 400; len += 100) {
		struct peer_step script[] = {{.act = PEER_SEND, .bytes = {flight, len}}, RESET};
		struct peer peer = {.sockets = true, .scripts = {script}};
		struct client client = {.peer = &peer, .visits = {visits}, .options.cafile = pki_file};

		loop_open(LOOP_REAL);
		peer_open(&peer);
		snprintf(url, sizeof url, "https://127.0.0.1:%u/", (unsigned)peer.port);
		assert_int_equal(async_run(visit_all, &client), ASYNC_OK);
		peer_close(&peer);
		loop_close();
		assert_said("cannot connect");
		assert_int_equal(client.visitors[0].response.fault, FAULT_TLS);
	}
}

/* Bytes that no TLS ever says, but for some that begin like a record of it. */
static void test_garbage(void **state)
{
	enum { SEEDS = 150, MOST = 300 };
	static const char types[] = {0x16, 0x15, 0x17, 0x14, 0x18, (char)0x80, 'H', 0};
	char bytes[MOST];
	uint32_t seed = 7;

	(void)state;
	for (int i = 0; i < SEEDS; i++) {
		size_t len = 1 + (size_t)i * 2 % MOST;

		for (size_t at = 0; at < len; at++)
			bytes[at] = (char)((seed = seed * 1664525 + 1013904223) >> 24);
		bytes[0] = types[i % (int)sizeof types];
		if (i % 3 && len > 5)
			memcpy(bytes + 1, (char[]){3, (char)(i % 5), 0, (char)(i % 2 ? len - 5 : 4)}, 4);
		assert_refuses(bytes, len, i % 2 ? PEER_STALL : PEER_CLOSE, 0, "garbage");
	}
}

/* ---- one by one ---- */

#define TEN(s) s s s s s s s s s s

static void test_one_byte_records(void **state)
{
	static const struct peer_step length[] = {
		EXPECT, PIECES(1, "HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n" TEN(TEN("ab"))), AGAIN};
	static const struct peer_step chunked[] = {EXPECT,
		PIECES(1, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" TEN(
				  "14;x\r\n" TEN("ab") "\r\n") "0\r\n\r\n"),
		AGAIN};
	static const struct peer_step to_end[] = {
		EXPECT, PIECES(1, "HTTP/1.1 200 OK\r\n\r\n" TEN(TEN("ab"))), CLOSE};
	static const struct peer_step *const scripts[] = {length, chunked, to_end};

	(void)state;
	for (int i = 0; i < 12; i++) {
		struct peer peer = {.tls = true,
			.most = (size_t)i / 6,
			.context = pki_serve(&good, pki_file),
			.scripts = {scripts[i % 3]}};
		struct client client = {.visits = {get}, .options.cafile = pki_file};

		SSL_CTX_set_max_proto_version(peer.context, versions[i / 3 % 2]);
		visit_peer(&client, &peer);
		assert_said("200:" TEN(TEN("ab")));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_flight),
		CLOSED(test_stall_takes_its_time),
		CLOSED(test_cut),
		CLOSED(test_reset),
		CLOSED(test_garbage),
		CLOSED(test_one_byte_records),
	};

	return cmocka_run_group_tests(tests, pki_setup, pki_teardown);
}
