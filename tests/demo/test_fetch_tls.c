/* test_fetch_tls.c - fetch against servers with faulty TLS: 60 for the certificate, 35 for any other fault
 * during the handshake, 56 after it. Which certificates are refused, and why: see
 * test_trust*.c. */
#include "tests/lib/fetching.h"
#include "tests/lib/pki.h"

#define HELLO "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

struct row {
	struct pki_chain chain;
	const char *host;
	int code;
	const char *message;
	int most_version; /* of TLS; 0: any */
};

static void serve(const struct row *row)
{
	SSL_CTX *context = pki_serve(&row->chain, pki_file);
	struct service_line line = {0};
	char request[4096];
	size_t done;

	if (row->most_version)
		SSL_CTX_set_max_proto_version(context, row->most_version);
	process_start(&fetch_run, "fetch --cacert %s https://%s:%u/", pki_file, row->host, service_port);
	until(service_door, POLLIN);
	line.fd = accept(service_door, NULL, NULL);
	line.ssl = SSL_new(context);
	SSL_set_accept_state(line.ssl);
	assert_int_equal(SSL_set_fd(line.ssl, line.fd), 1);
	if (tls_handshake(line.ssl) == TLS_DONE &&
		tls_read(line.ssl, request, sizeof request, &done) == TLS_DONE)
		fetch_send(&line, HELLO, sizeof HELLO - 1);
	process_finish(&fetch_run);
	service_hang_up(&line);
	SSL_CTX_free(context);
}

static void test_certificates(void **state)
{
#define NAMED(host)     .leaf = {.hosts = (host) }
#define REFUSED(reason) 60, "certificate verify failed: " reason
	static const struct row rows[] = {
		{{NAMED("IP:127.0.0.1")}, "127.0.0.1", 0, "", 0},
		{{NAMED("DNS:localhost")}, "localhost", 0, "", 0},
		{{NAMED("DNS:localhost"), .middle = {.name = "middle"}}, "localhost", 0, "", TLS1_2_VERSION},
		{{NAMED("DNS:localhost")}, "127.0.0.1", REFUSED("IP address mismatch"), 0},
		{{NAMED("IP:127.0.0.1")}, "localhost", REFUSED("hostname mismatch"), 0},
		{{.leaf = {.name = "localhost"}}, "localhost", REFUSED("hostname mismatch"), 0},
		{{NAMED("DNS:*.localhost")}, "localhost", REFUSED("hostname mismatch"), TLS1_2_VERSION},
		{{NAMED("DNS:localhost"), .trust = TRUSTS_OTHER}, "localhost",
			REFUSED("unable to get local issuer"), 0},
		{{NAMED("DNS:localhost"), .self_signed = true}, "localhost",
			REFUSED("self-signed certificate"), 0},
		{{NAMED("DNS:localhost"), .middle = {.name = "middle"}, .hides_middle = true}, "localhost",
			REFUSED("unable to get local issuer"), 0},
		{{.leaf = {.hosts = "DNS:localhost", .from = -9, .until = -1}}, "localhost",
			REFUSED("certificate has expired"), 0},
		{{.leaf = {.hosts = "DNS:localhost", .from = 1, .until = 9}}, "localhost",
			REFUSED("certificate is not yet valid"), 0},
		{{.leaf = {.hosts = "DNS:localhost", .purpose = "clientAuth"}}, "localhost",
			REFUSED("unsuitable certificate purpose"), 0},
		{{.leaf = {.hosts = "DNS:localhost", .key = PKI_RSA1024}}, "localhost",
			REFUSED("EE certificate key too weak"), 0},
		{{NAMED("DNS:localhost")}, "localhost", 35, "protocol version", TLS1_1_VERSION},
		{{.leaf = {.hosts = "DNS:localhost", .key = PKI_P192}}, "localhost", 35, "handshake failure",
			TLS1_2_VERSION},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		serve(&rows[i]);
		if (fetch_run.status != rows[i].code || !strstr(fetch_run.errors.at, rows[i].message))
			fail_msg("row %d: %d, %s", (int)i, fetch_run.status, fetch_run.errors.at);
		assert_string_equal(fetch_run.output.at, rows[i].code == 0 ? "hello" : "");
	}
}

/* A machine whose own settings are lax does not make a weak key good. */
static void test_lax_machine(void **state)
{
	static const struct row weak = {
		{.leaf = {.hosts = "DNS:localhost", .key = PKI_RSA1024}}, "localhost", 60, "", 0};
	static char variable[300];
	char path[280];
	FILE *file;

	(void)state;
	snprintf(path, sizeof path, "%s/lax.cnf", service_folder);
	file = fopen(path, "w");
	fputs("openssl_conf = all\n[all]\nssl_conf = ssl\n[ssl]\nsystem_default = lax\n"
	      "[lax]\nCipherString = DEFAULT@SECLEVEL=0\nMinProtocol = TLSv1\n",
		file);
	fclose(file);
	snprintf(variable, sizeof variable, "OPENSSL_CONF=%s", path);
	fetch_run.variable = variable;
	serve(&weak);
	fetch_run.variable = NULL;
	assert_int_equal(fetch_run.status, 60);
	unlink(path);
}

/* ---- what is no TLS ---- */

/* Answers the client's first words with this. */
static void speak(const struct fetching *self)
{
	struct service_line line = {0};
	char heard[4096];

	fetch_start("", true);
	until(service_door, POLLIN);
	line.fd = accept(service_door, NULL, NULL);
	assert_true(recv(line.fd, heard, sizeof heard, 0) > 0);
	fetch_reply(&line, self);
	if (self->ending != ENDING_STALL)
		fetch_end(&line, self->ending);
	process_finish(&fetch_run);
	if (self->ending == ENDING_STALL)
		fetch_end(&line, ENDING_CLOSE);
	assert_fetched(self, true);
}

static void test_no_tls(void **state)
{
	static const struct fetching cases[] = {
		{SENT(""), FAILS(35, "", "the peer closed the connection")},
		{SENT(""), RESETS, FAILS(35, "", "the peer closed the connection")},
		{SENT(HELLO), STALLS, FAILS(35, "", "wrong version number")},
		{SENT("HTTP/1.1 400 Bad Request\r\n\r\n"), FAILS(35, "", "wrong version number")},
		{SENT("SSH-2.0-OpenSSH_9.2\r\n"), STALLS, FAILS(35, "", "wrong version number")},
		{SENT("\x15\x03\x01\x00\x02\x02\x28"), STALLS, FAILS(35, "", "handshake failure")},
		{SENT("\x16\x03\x03\x00\x04\x02\x00\x00\x00"), FAILS(35, "", "(35)")},
		{SENT("\x16\x03\x03\xff\xff"
		      "0123456789"),
			STALLS, FAILS(35, "", "(35)")},
		{SENT("\0\0\0\0\0\0\0\0\0\0\0\0"), STALLS, FAILS(35, "", "(35)")},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		speak(&cases[i]);
}

/* And the other way round: TLS where plain HTTP was wanted. */
static void test_no_http(void **state)
{
	static const struct fetching alert = {
		SENT("\x15\x03\x01\x00\x02\x02\x28"), FAILS(8, "", "(8) not a proper HTTP reply")};

	(void)state;
	fetch_once(&alert, false);
}

static int set_up(void **state)
{
	return pki_setup(state) != 0 ? -1 : service_open(state);
}

static int tear_down(void **state)
{
	return pki_teardown(state) != 0 ? -1 : service_close(state);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_certificates),
		cmocka_unit_test(test_lax_machine),
		cmocka_unit_test(test_no_tls),
		cmocka_unit_test(test_no_http),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
