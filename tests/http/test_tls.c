/* test_tls.c - whom a client believes, what it tells, and what it takes for an end. */
#include "tests/lib/certs.h"
#include "tests/lib/client.h"

#include <string.h>

static const struct peer_step hello[] = {EXPECT, REPLY("5", "hello"), AGAIN};

static int set_up(void **state)
{
	return certs_setup(state) != 0 ? -1 : peer_setup(state);
}

static int tear_down(void **state)
{
	return certs_teardown(state) != 0 ? -1 : peer_teardown(state);
}

static void visit_with(struct client *client, struct peer *peer, const char *url)
{
	const struct visit visits[] = {{.path = url}, {0}};

	client->visits[0] = visits;
	visit_peer(client, peer);
}

/* There was no connection, and the reason is in words that contain these. */
static void assert_refused(const struct client *client, const char *why)
{
	const struct visitor *visitor = &client->visitors[0];

	assert_said("cannot connect");
	assert_int_equal(visitor->err, ASYNC_E_CONNECT);
	assert_ptr_equal(strstr(visitor->response.error, "cannot connect to host "), visitor->response.error);
	if (!strstr(visitor->response.error, why))
		fail_msg("no \"%s\" in: %s", why, visitor->response.error);
}

/* ---- whom it believes ---- */

static void test_certificates(void **state)
{
	static const struct {
		struct cert cert;
		const char *url;
		int refused; /* X509_V_OK, or why */
	} cases[] = {
		{{.names = "DNS:localhost"}, "https://localhost/", X509_V_OK},
		{{.names = "DNS:localhost"}, "https://LOCALHOST/", X509_V_OK},
		{{.names = "DNS:localhost"}, "https://localhost./", X509_V_OK},
		{{.names = "DNS:other,DNS:localhost"}, "https://localhost/", X509_V_OK},
		{{.names = "DNS:*.example.com"}, "https://www.example.com/", X509_V_OK},
		{{.names = "IP:127.0.0.1"}, "https://127.0.0.1/", X509_V_OK},
		{{.names = "IP:::1"}, "https://[0:0::1]/", X509_V_OK},
		/* wrong host: */
		{{.names = "DNS:other"}, "https://localhost/", X509_V_ERR_HOSTNAME_MISMATCH},
		{{.names = "DNS:localhost"}, "https://localhost.example/", X509_V_ERR_HOSTNAME_MISMATCH},
		{{.names = "DNS:*.example.com"}, "https://a.b.example.com/", X509_V_ERR_HOSTNAME_MISMATCH},
		{{.names = "DNS:*.example.com"}, "https://example.com/", X509_V_ERR_HOSTNAME_MISMATCH},
		{{.names = "DNS:w*.example.com"}, "https://www.example.com/", X509_V_ERR_HOSTNAME_MISMATCH},
		{{.names = "DNS:localhost"}, "https://127.0.0.1/", X509_V_ERR_IP_ADDRESS_MISMATCH},
		{{.names = "DNS:127.0.0.1"}, "https://127.0.0.1/", X509_V_ERR_IP_ADDRESS_MISMATCH},
		{{.names = "IP:127.0.0.2"}, "https://127.0.0.1/", X509_V_ERR_IP_ADDRESS_MISMATCH},
		{{.names = "IP:::2"}, "https://[::1]/", X509_V_ERR_IP_ADDRESS_MISMATCH},
		/* RFC 9110 section 4.3.4: the common name is not a host's */
		{{.common_name = "localhost"}, "https://localhost/", X509_V_ERR_HOSTNAME_MISMATCH},
		/* right host, but: */
		{{.names = "DNS:localhost", .begins_in = -9, .ends_in = -1}, "https://localhost/",
			X509_V_ERR_CERT_HAS_EXPIRED},
		{{.names = "DNS:localhost", .begins_in = 1, .ends_in = 9}, "https://localhost/",
			X509_V_ERR_CERT_NOT_YET_VALID},
		{{.names = "DNS:localhost", .usage = "clientAuth"}, "https://localhost/",
			X509_V_ERR_INVALID_PURPOSE},
		{{.names = "DNS:localhost", .own_issuer = true}, "https://localhost/",
			X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {
			.tls = true, .context = certs_context(&cases[i].cert), .scripts = {hello}};
		struct client client = {.options.cafile = certs_file};

		visit_with(&client, &peer, cases[i].url);
		if (cases[i].refused == X509_V_OK)
			assert_said("200:hello");
		else
			assert_refused(&client, X509_verify_cert_error_string(cases[i].refused));
		assert_int_equal(peer.requests, cases[i].refused == X509_V_OK);
	}
}

static void test_other_authority(void **state)
{
	static const struct cert good = {.names = "DNS:localhost"};
	static const struct {
		const char *cafile, *text, *peer; /* what both are told */
	} cases[] = {
		{NULL, "certificate verify failed: unable to get local issuer certificate", "unknown ca"},
		{"/nonexistent/ca.pem", "cannot load trusted certificates: /nonexistent/ca.pem: ", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.tls = true, .context = certs_context(&good), .scripts = {hello}};
		struct client client = {.options.cafile = cases[i].cafile, .farewell = true};

		visit_with(&client, &peer, "https://localhost/?apikey=SECRET");
		assert_non_null(strstr(peer.why, cases[i].peer));
		say_nothing();
		assert_non_null(strstr(client.visitors[0].response.error, cases[i].text));
		assert_null(strstr(client.visitors[0].response.error, "SECRET"));
	}
}

/* ---- what it tells ---- */

static char server_name[64], protocol[16];

static void note_hello(struct conn *c)
{
	const char *name = SSL_get_servername(c->ssl, TLSEXT_NAMETYPE_host_name);
	const unsigned char *chosen;
	unsigned len;

	snprintf(server_name, sizeof server_name, "%s", name ? name : "none");
	SSL_get0_alpn_selected(c->ssl, &chosen, &len);
	snprintf(protocol, sizeof protocol, "%.*s", (int)len, (const char *)chosen);
}

/* RFC 6066 section 3: a name, and never an address. */
static void test_hello(void **state)
{
	static const struct peer_step script[] = {DO(note_hello), EXPECT, REPLY("5", "hello"), END};
	static const char *const cases[][2] = {
		{"https://localhost/", "localhost"},
		{"https://localhost.:444/", "localhost"},
		{"https://127.0.0.1/", "none"},
		{"https://[::1]/", "none"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.tls = true, .scripts = {script}};
		struct client client = {0};

		visit_with(&client, &peer, cases[i][0]);
		assert_said("200:hello");
		assert_string_equal(server_name, cases[i][1]);
		assert_string_equal(protocol, "http/1.1");
	}
}

static void test_versions(void **state)
{
	static const struct cert good = {.names = "DNS:localhost"};
	static const struct {
		int version;
		bool refused;
	} cases[] = {{TLS1_3_VERSION, false}, {TLS1_2_VERSION, false}, {TLS1_1_VERSION, true},
		{TLS1_VERSION, true}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.tls = true, .context = certs_context(&good), .scripts = {hello}};
		struct client client = {.options.cafile = certs_file};

		SSL_CTX_set_max_proto_version(peer.context, cases[i].version);
		visit_with(&client, &peer, "https://localhost/");
		if (cases[i].refused)
			assert_refused(&client, "protocol version");
		else
			assert_said("200:hello");
	}
}

/* ---- what is not TLS ---- */

static void test_not_tls(void **state)
{
	static const struct peer_step http[] = {
		SEND("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), END};
	static const struct peer_step ssh[] = {SEND("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"), END};
	static const struct peer_step zeros[] = {TIMES(100, "\0\0\0\0\0\0\0\0"), END};
	static const struct peer_step alert[] = {SEND("\x15\x03\x01\x00\x02\x02\x28"), END};
	static const struct peer_step no_hello[] = {SEND("\x16\x03\x03\x00\x04\x02\x00\x00\x00"), END};
	static const struct peer_step long_record[] = {SEND("\x16\x03\x03\xff\xff"
							    "0123456789"),
		END};
	static const struct peer_step nothing[] = {CLOSE};
	static const struct {
		const struct peer_step *script;
		const char *why;
	} cases[] = {
		{http, "wrong version number"},
		{ssh, "wrong version number"},
		{zeros, ""},
		{alert, "handshake failure"},
		{no_hello, ""},
		{long_record, ""},
		{nothing, "the peer closed the connection"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.scripts = {cases[i].script}};
		struct client client = {0};

		visit_with(&client, &peer, "https://localhost/");
		assert_refused(&client, cases[i].why);
	}
}

/* Wherever the handshake or the reply is cut: an error, and the right one. */
static void test_cut_anywhere(void **state)
{
	enum { MOST = 4000, STEP = 61 };
	int refused = 0, other = 0;

	(void)state;
	for (uint64_t cut = 1; cut < MOST; cut += STEP) {
		struct peer peer = {.tls = true, .cut = cut, .scripts = {hello}};
		struct client client = {0};
		enum status err;

		visit_with(&client, &peer, "https://localhost/");
		err = client.visitors[0].err;
		refused += err == ASYNC_E_CONNECT;
		other += err != ASYNC_E_CONNECT;
		assert_true(err == ASYNC_OK || err == ASYNC_E_CONNECT || err == ASYNC_E_DISCONNECTED);
		assert_true(err != ASYNC_E_CONNECT || other == 0);
	}
	assert_true(refused > 0 && other > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_certificates),
		CLOSED(test_other_authority),
		CLOSED(test_hello),
		CLOSED(test_versions),
		CLOSED(test_not_tls),
		CLOSED(test_cut_anywhere),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
