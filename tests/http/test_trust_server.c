/* test_trust_server.c - with which servers a connection comes about: versions, ciphers, keys, and what else they may ask
 * for in the handshake. Their certificates are good, but for two. */
#include "tests/lib/client.h"
#include "tests/lib/pki.h"

#include <openssl/err.h>
#include <string.h>

static const struct peer_step hello[] = {EXPECT, REPLY("5", "hello"), AGAIN};

#define GOOD      {.leaf = {.hosts = "DNS:localhost"}}
#define RSA(size) {.leaf = {.hosts = "DNS:localhost", .key = PKI_RSA##size}}

/* ---- shapes ---- */

static void tls13(SSL_CTX *context)
{
	SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
}

static void tls12(SSL_CTX *context)
{
	SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
}

static void tls11(SSL_CTX *context)
{
	SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION);
}

static void tls10(SSL_CTX *context)
{
	SSL_CTX_set_max_proto_version(context, TLS1_VERSION);
}

static void old_cipher(SSL_CTX *context, const char *name)
{
	tls12(context);
	assert_int_equal(SSL_CTX_set_cipher_list(context, name), 1);
}

static void rsa_exchange(SSL_CTX *context)
{
	old_cipher(context, "AES128-GCM-SHA256");
}

static void no_encryption(SSL_CTX *context)
{
	old_cipher(context, "eNULL@SECLEVEL=0");
}

static void no_certificate(SSL_CTX *context)
{
	old_cipher(context, "aNULL@SECLEVEL=0");
}

static void diffie_hellman(SSL_CTX *context, const char *group)
{
	EVP_PKEY_CTX *maker = EVP_PKEY_CTX_new_from_name(NULL, "DH", NULL);
	EVP_PKEY *key = NULL;

	EVP_PKEY_keygen_init(maker);
	assert_true(EVP_PKEY_CTX_set_group_name(maker, group) > 0);
	assert_true(EVP_PKEY_generate(maker, &key) > 0);
	EVP_PKEY_CTX_free(maker);
	assert_int_equal(SSL_CTX_set0_tmp_dh_pkey(context, key), 1);
	old_cipher(context, "DHE-RSA-AES128-GCM-SHA256@SECLEVEL=0");
}

static void dh1024(SSL_CTX *context)
{
	diffie_hellman(context, "dh_1024_160");
}

static void dh2048(SSL_CTX *context)
{
	diffie_hellman(context, "ffdhe2048");
}

/* Not the one that the client guessed: TLS 1.3 has it begin again. */
static void second_hello(SSL_CTX *context)
{
	assert_int_equal(SSL_CTX_set1_groups_list(context, "P-521"), 1);
}

static void ask_client(SSL_CTX *context)
{
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
}

static void demand_client(SSL_CTX *context)
{
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
}

static void demand_client12(SSL_CTX *context)
{
	demand_client(context);
	tls12(context);
}

static int answer_name(SSL *ssl, int *alert, void *answer)
{
	(void)ssl;
	*alert = SSL_AD_UNRECOGNIZED_NAME;
	return *(int *)answer;
}

static void refuse_name(SSL_CTX *context)
{
	static int fatal = SSL_TLSEXT_ERR_ALERT_FATAL;

	SSL_CTX_set_tlsext_servername_callback(context, answer_name);
	SSL_CTX_set_tlsext_servername_arg(context, &fatal);
}

static void doubt_name(SSL_CTX *context)
{
	static int warning = SSL_TLSEXT_ERR_ALERT_WARNING;

	tls12(context);
	SSL_CTX_set_tlsext_servername_callback(context, answer_name);
	SSL_CTX_set_tlsext_servername_arg(context, &warning);
}

static int refuse_protocols(SSL *ssl, const unsigned char **out, unsigned char *len, const unsigned char *in,
	unsigned size, void *arg)
{
	(void)ssl, (void)out, (void)len, (void)in, (void)size, (void)arg;
	return SSL_TLSEXT_ERR_ALERT_FATAL;
}

static void no_protocol(SSL_CTX *context)
{
	SSL_CTX_set_alpn_select_cb(context, refuse_protocols, NULL);
}

static void many_tickets(SSL_CTX *context)
{
	SSL_CTX_set_num_tickets(context, 50);
}

static void padding(SSL_CTX *context)
{
	SSL_CTX_set_block_padding(context, 4096);
}

/* Certificates that belong to no chain; RFC 8446 section 4.4.2 lets a server send them. */
static void more_certificates(SSL_CTX *context, int count)
{
	struct pki stranger = {.name = "a stranger"};
	X509 *cert = pki_make(&stranger, pki_key(PKI_P256, 1), NULL, NULL, true);

	for (int i = 0; i < count; i++)
		SSL_CTX_add1_chain_cert(context, cert);
	X509_free(cert);
}

static void large_chain(SSL_CTX *context)
{
	more_certificates(context, 100);
}

static void endless_chain(SSL_CTX *context)
{
	more_certificates(context, 400);
}

/* ---- verdicts ---- */

struct row {
	void (*shape)(SSL_CTX *context);
	struct pki_chain chain;
	enum status err;
	enum fault fault;
	const char *why; /* words of the error */
};

static void meet(const struct row *row, int number)
{
	static const struct visit get[] = {{.path = "https://localhost/"}, {0}};
	struct peer peer = {.tls = true, .context = pki_serve(&row->chain, pki_file), .scripts = {hello}};
	struct client client = {.visits = {get}, .options.cafile = pki_file};
	const struct visitor *visitor = &client.visitors[0];
	const struct response *response = &visitor->response;

	row->shape(peer.context);
	visit_peer(&client, &peer);
	if (visitor->err != row->err || response->fault != row->fault || !strstr(response->error, row->why))
		fail_msg("row %d: %s, fault %d: %s; the server: %s", number, status_name(visitor->err),
			(int)response->fault, response->error, peer.why);
	assert_int_equal(peer.requests, row->err == ASYNC_OK);
	say_nothing();
}

static void test_servers(void **state)
{
#define MEETS      ASYNC_OK, FAULT_NONE, ""
#define FAILS(why) ASYNC_E_CONNECT, FAULT_TLS, why
	static const struct row rows[] = {
		{tls13, GOOD, MEETS},
		{tls12, GOOD, MEETS},
		{tls11, GOOD, FAILS("protocol version")},
		{tls10, GOOD, FAILS("protocol version")},
		{tls11, RSA(2048), FAILS("protocol version")},
		{rsa_exchange, RSA(2048), MEETS},
		{rsa_exchange, RSA(1024), ASYNC_E_CONNECT, FAULT_CERTIFICATE, "too weak"},
		{rsa_exchange, RSA(512), ASYNC_E_CONNECT, FAULT_CERTIFICATE, "too weak"},
		{tls13, RSA(512), FAILS("")},
		{tls12, {.leaf = {.hosts = "DNS:localhost", .key = PKI_P192}}, FAILS("handshake failure")},
		{no_encryption, GOOD, FAILS("handshake failure")},
		{no_certificate, GOOD, FAILS("handshake failure")},
		{dh2048, RSA(2048), MEETS},
		{dh1024, RSA(2048), FAILS("dh key too small")},
		{second_hello, GOOD, MEETS},
		{ask_client, GOOD, MEETS},
		{demand_client, GOOD, ASYNC_E_DISCONNECTED, FAULT_RECEIVE, "certificate required"},
		{demand_client12, GOOD, FAILS("handshake failure")},
		{doubt_name, GOOD, MEETS},
		{refuse_name, GOOD, FAILS("unrecognized name")},
		{no_protocol, GOOD, FAILS("no application protocol")},
		{many_tickets, GOOD, MEETS},
		{padding, GOOD, MEETS},
		{large_chain, GOOD, MEETS},
		{endless_chain, GOOD, FAILS("excessive message size")},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		meet(&rows[i], (int)i);
}

/* Whatever the machine's own settings say. */
static void test_level(void **state)
{
	char why[160];
	SSL_CTX *context = tls_client_context(NULL, why, sizeof why);

	(void)state;
	assert_non_null(context);
	assert_true(SSL_CTX_get_security_level(context) >= 2);
	assert_int_equal(SSL_CTX_get_min_proto_version(context), TLS1_2_VERSION);
	assert_int_equal(SSL_CTX_get_verify_mode(context), SSL_VERIFY_PEER);
	SSL_CTX_free(context);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_servers),
		CLOSED(test_level),
	};

	return cmocka_run_group_tests(tests, pki_setup, pki_teardown);
}
