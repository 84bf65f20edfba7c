/* test_kitchen_certs.c - the throwaway chain convinces a strict client, is used again while it lasts,
 * and nobody else's key is ever overwritten. What clients see of it is in test_kitchen_tls.c. */
#include "demo/kitchen/certs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/lib/certs_folder.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

static size_t read_file(char *buf, size_t cap, const char *file)
{
	FILE *in = fopen(in_dir(file), "r");
	size_t len = in ? fread(buf, 1, cap, in) : 0;

	if (in)
		fclose(in);
	return len;
}

static void write_text(const char *file, const char *what)
{
	FILE *out = fopen(in_dir(file), "w");

	assert_non_null(out);
	assert_true(fputs(what, out) >= 0);
	assert_int_equal(fclose(out), 0);
}

static unsigned mode_of(const char *file)
{
	struct stat st;

	return stat(in_dir(file), &st) == 0 ? st.st_mode & 07777 : 0;
}

/* A certificate of our own that is its own authority, and ends in so many seconds: all three files are
 * written. */
static void write_own(long seconds, const char *password)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = X509_new();
	X509_NAME *name = X509_get_subject_name(cert);
	const EVP_CIPHER *cipher = password ? EVP_aes_128_cbc() : NULL;
	FILE *out;

	X509_gmtime_adj(X509_getm_notBefore(cert), -10 * 86400L);
	X509_gmtime_adj(X509_getm_notAfter(cert), seconds);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"own", -1, -1, 0);
	X509_set_issuer_name(cert, name);
	X509_set_pubkey(cert, key);
	assert_true(X509_sign(cert, key, EVP_sha256()) > 0);
	for (int i = 0; i < 2; i++) {
		out = fopen(in_dir(i ? "ca.pem" : "cert.pem"), "w");
		assert_int_equal(PEM_write_X509(out, cert), 1);
		fclose(out);
	}
	out = fopen(in_dir("key.pem"), "w");
	assert_int_equal(
		PEM_write_PKCS8PrivateKey(out, key, cipher, password, password ? 6 : 0, NULL, NULL), 1);
	fclose(out);
	X509_free(cert);
	EVP_PKEY_free(key);
}

/* ---- the chain ---- */

/* What `openssl verify -x509_strict -purpose sslserver` does, for a host name or an address. */
static int verify(const char *host, const char *address)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *check = X509_STORE_CTX_new();
	FILE *in = fopen(in_dir("cert.pem"), "r");
	X509 *cert = PEM_read_X509(in, NULL, NULL, NULL);
	X509_VERIFY_PARAM *how;
	int result;

	fclose(in);
	assert_int_equal(X509_STORE_load_file(store, in_dir("ca.pem")), 1);
	assert_int_equal(X509_STORE_CTX_init(check, store, cert, NULL), 1);
	how = X509_STORE_CTX_get0_param(check);
	X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_X509_STRICT);
	X509_VERIFY_PARAM_set_purpose(how, X509_PURPOSE_SSL_SERVER);
	assert_int_equal(host ? X509_VERIFY_PARAM_set1_host(how, host, 0)
			      : X509_VERIFY_PARAM_set1_ip_asc(how, address),
		1);
	X509_verify_cert(check);
	result = X509_STORE_CTX_get_error(check);
	X509_free(cert);
	X509_STORE_CTX_free(check);
	X509_STORE_free(store);
	return result;
}

static void test_chain_is_trusted_for_this_machine_only(void **state)
{
	char pem[4096] = "";

	(void)state;
	assert_int_equal(kitchen_certs_make(dir, text, sizeof(text)), 0);
	assert_int_equal(verify("localhost", NULL), X509_V_OK);
	assert_int_equal(verify(NULL, "127.0.0.1"), X509_V_OK);
	assert_int_equal(verify(NULL, "::1"), X509_V_OK);
	assert_int_equal(verify("example.org", NULL), X509_V_ERR_HOSTNAME_MISMATCH);
	assert_int_equal(verify("sub.localhost", NULL), X509_V_ERR_HOSTNAME_MISMATCH);
	assert_int_equal(verify(NULL, "127.0.0.2"), X509_V_ERR_IP_ADDRESS_MISMATCH);
	assert_int_equal(mode_of("key.pem"), 0600);
	assert_int_equal(mode_of("cert.pem"), 0644);
	assert_int_equal(mode_of("ca.pem"), 0644);
	assert_true(read_file(pem, sizeof(pem) - 1, "ca.pem") > 0);
	assert_null(strstr(pem, "PRIVATE")); /* the authority's key stays in memory */
}

/* RFC 5280 section 4.1.2.2: positive, and no two of one issuer are the same. */
static void test_serial_numbers(void **state)
{
	X509 *certs[2];

	(void)state;
	assert_int_equal(kitchen_certs_make(dir, text, sizeof(text)), 0);
	for (int i = 0; i < 2; i++) {
		FILE *in = fopen(in_dir(i ? "ca.pem" : "cert.pem"), "r");

		certs[i] = PEM_read_X509(in, NULL, NULL, NULL);
		fclose(in);
		assert_int_equal(ASN1_STRING_type(X509_get0_serialNumber(certs[i])), V_ASN1_INTEGER);
	}
	assert_int_not_equal(
		ASN1_INTEGER_cmp(X509_get0_serialNumber(certs[0]), X509_get0_serialNumber(certs[1])), 0);
	X509_free(certs[0]);
	X509_free(certs[1]);
}

static void test_two_chains_differ(void **state)
{
	char first[4096], second[4096];
	size_t len;

	(void)state;
	assert_int_equal(kitchen_certs_make(dir, text, sizeof(text)), 0);
	len = read_file(first, sizeof(first), "ca.pem");
	end(NULL);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(kitchen_certs_make(dir, text, sizeof(text)), 0);
	assert_false(read_file(second, sizeof(second), "ca.pem") == len && memcmp(first, second, len) == 0);
}

/* ---- again ---- */

/* Makes, and tells whether key.pem is still the same. */
static bool is_kept(int wanted)
{
	char before[4096], after[4096];
	size_t len = read_file(before, sizeof(before), "key.pem");

	assert_int_equal(kitchen_certs_make(dir, text, sizeof(text)), wanted);
	return read_file(after, sizeof(after), "key.pem") == len && memcmp(before, after, len) == 0;
}

static void test_used_again_while_it_lasts(void **state)
{
	(void)state;
	assert_false(is_kept(0)); /* there was nothing */
	assert_true(is_kept(0));
	unlink(in_dir("key.pem"));
	assert_false(is_kept(0)); /* without its key the rest is of no use */
	write_own(86400 + 600, NULL);
	assert_true(is_kept(0));
	write_own(86400 - 600, NULL); /* less than a day left */
	assert_false(is_kept(0));
	assert_int_equal(verify("localhost", NULL), X509_V_OK);
	write_own(-600, NULL);
	assert_false(is_kept(0));
	assert_int_equal(verify("localhost", NULL), X509_V_OK);
}

static void test_nobodys_key_is_overwritten(void **state)
{
	(void)state;
	write_text("key.pem", "precious");
	assert_true(is_kept(-1));
	assert_non_null(strstr(text, in_dir("key.pem")));
	write_own(86400 * 9, NULL);
	write_text("cert.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
	assert_true(is_kept(-1));
	write_own(86400 * 9, NULL);
	unlink(in_dir("ca.pem"));
	assert_true(is_kept(-1));
	write_own(86400 * 9, "secret"); /* and nobody is asked for the password */
	assert_true(is_kept(-1));
}

static void test_authority_of_another_chain(void **state)
{
	char ca[4096];
	size_t len;

	(void)state;
	write_own(86400 * 9, NULL);
	len = read_file(ca, sizeof(ca) - 1, "ca.pem");
	ca[len] = '\0';
	write_own(86400 * 9, NULL);
	write_text("ca.pem", ca);
	assert_true(is_kept(-1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_chain_is_trusted_for_this_machine_only, begin, end),
		cmocka_unit_test_setup_teardown(test_serial_numbers, begin, end),
		cmocka_unit_test_setup_teardown(test_two_chains_differ, begin, end),
		cmocka_unit_test_setup_teardown(test_used_again_while_it_lasts, begin, end),
		cmocka_unit_test_setup_teardown(test_nobodys_key_is_overwritten, begin, end),
		cmocka_unit_test_setup_teardown(test_authority_of_another_chain, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
