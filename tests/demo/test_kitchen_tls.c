/* test_kitchen_tls.c - the kitchen's TLS context, seen by clients of several kinds. Both ends live in
 * this process: a pair of memory BIOs stands for the network. */
#include "demo/kitchen/certs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <openssl/err.h>

static SSL_CTX *server;
static char ca_file[4200], text[512];

static int begin(void **state)
{
	const char *dir = kitchen_certs_make(text, sizeof(text));

	(void)state;
	if (!dir)
		return -1;
	snprintf(ca_file, sizeof(ca_file), "%s/%s", dir, KITCHEN_CA_FILE);
	server = kitchen_certs_context(text, sizeof(text));
	return server ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	SSL_CTX_free(server);
	kitchen_certs_remove();
	return 0;
}

/* Steps both ends in turn until neither waits for the other. Returns whether the client is content. */
static bool shake_hands(SSL *client, SSL *peer)
{
	int at_client = 0, at_peer = 0;

	for (int round = 0; round < 10 && (at_client != 1 || at_peer != 1); round++) {
		at_client = SSL_do_handshake(client);
		at_peer = SSL_do_handshake(peer);
	}
	ERR_clear_error();
	return at_client == 1 && at_peer == 1;
}

struct client {
	const char *host, *address; /* one of the two */
	int max_version;
	const char *protocols; /* ALPN; NULL: not asked for */
};

/* Returns the ALPN answer, "" for none, or NULL if there was no handshake. */
static const char *connect_as(const struct client *self)
{
	static char chosen[32];
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	SSL *client = SSL_new(context), *peer = SSL_new(server);
	BIO *here, *there;
	const unsigned char *protocol = NULL;
	unsigned len = 0;
	bool shaken;

	/* Level 0 lets the client offer what is long forbidden, so that the refusal is the server's. */
	SSL_set_security_level(client, 0);
	SSL_set_min_proto_version(client, TLS1_VERSION);
	assert_int_equal(SSL_CTX_load_verify_file(context, ca_file), 1);
	SSL_set1_verify_cert_store(client, SSL_CTX_get_cert_store(context));
	SSL_set_verify(client, SSL_VERIFY_PEER, NULL);
	SSL_set_max_proto_version(client, self->max_version);
	if (self->host)
		assert_int_equal(SSL_set1_host(client, self->host), 1);
	else
		assert_int_equal(X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(client), self->address), 1);
	if (self->protocols)
		SSL_set_alpn_protos(
			client, (const unsigned char *)self->protocols, (unsigned)strlen(self->protocols));
	assert_int_equal(BIO_new_bio_pair(&here, 0, &there, 0), 1);
	SSL_set_bio(client, here, here);
	SSL_set_bio(peer, there, there);
	SSL_set_connect_state(client);
	SSL_set_accept_state(peer);
	shaken = shake_hands(client, peer);
	SSL_get0_alpn_selected(client, &protocol, &len);
	snprintf(chosen, sizeof(chosen), "%.*s", (int)len, protocol ? (const char *)protocol : "");
	SSL_free(client);
	SSL_free(peer);
	SSL_CTX_free(context);
	return shaken ? chosen : NULL;
}

static void test_who_gets_in(void **state)
{
	static const struct {
		struct client client;
		const char *protocol; /* NULL: no handshake */
	} cases[] = {
		{{"localhost", NULL, TLS1_3_VERSION, "\x08http/1.1"}, "http/1.1"},
		{{NULL, "127.0.0.1", TLS1_3_VERSION, "\x08http/1.1"}, "http/1.1"},
		{{NULL, "::1", TLS1_3_VERSION, "\x02h2\x08http/1.1"}, "http/1.1"},
		{{"localhost", NULL, TLS1_2_VERSION, "\x08http/1.1"}, "http/1.1"},
		{{"localhost", NULL, TLS1_3_VERSION, NULL}, ""},
		{{"localhost", NULL, TLS1_2_VERSION, NULL}, ""},
		{{"localhost", NULL, TLS1_3_VERSION, "\x02h2"}, NULL},
		{{"localhost", NULL, TLS1_2_VERSION, "\x02h2\x08http/1.0"}, NULL},
		{{"localhost", NULL, TLS1_1_VERSION, NULL}, NULL},
		{{"localhost", NULL, TLS1_VERSION, NULL}, NULL},
		{{"localhost.example", NULL, TLS1_3_VERSION, NULL}, NULL},
		{{NULL, "127.0.0.2", TLS1_3_VERSION, NULL}, NULL},
	};

	(void)state;
	/* Asked for by name as well, since OpenSSL's own level may hide that 1.1 is not forbidden here. */
	assert_int_equal(SSL_CTX_get_min_proto_version(server), TLS1_2_VERSION);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *protocol = connect_as(&cases[i].client);

		assert_string_equal(protocol ? protocol : "no handshake",
			cases[i].protocol ? cases[i].protocol : "no handshake");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_who_gets_in)};

	return cmocka_run_group_tests(tests, begin, end);
}
