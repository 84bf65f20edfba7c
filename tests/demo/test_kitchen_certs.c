/* test_kitchen_certs.c - the throwaway chain convinces a strict client, its folder is private and goes with
 * it, and no private key is ever written. What clients see of it is in test_kitchen_tls.c. */
#include "demo/kitchen/certs.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

static char parent[64], text[512]; /* $TMPDIR, of each test; what a failure says */
static const char *dir;

static int begin(void **state)
{
	(void)state;
	strcpy(parent, "/tmp/test-certs-XXXXXX");
	text[0] = '\0';
	return mkdtemp(parent) ? setenv("TMPDIR", parent, 1) : -1;
}

/* Fails if a test left anything, such as a file that was only begun. */
static int end(void **state)
{
	(void)state;
	kitchen_certs_remove();
	unsetenv("TMPDIR");
	return rmdir(parent);
}

static void make(void)
{
	dir = kitchen_certs_make(text, sizeof text);
	assert_non_null(dir);
}

static const char *in_dir(const char *file)
{
	static char path[300];

	snprintf(path, sizeof path, "%s/%s", dir, file);
	return path;
}

static X509 *read_cert(const char *file)
{
	FILE *in = fopen(in_dir(file), "r");
	X509 *cert;

	assert_non_null(in);
	cert = PEM_read_X509(in, NULL, NULL, NULL);
	assert_non_null(cert);
	fclose(in);
	return cert;
}

/* ---- the chain ---- */

/* What `openssl verify -x509_strict -purpose sslserver` does, for a host name or an address. */
static int verify(const char *host, const char *address)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *check = X509_STORE_CTX_new();
	X509 *cert = read_cert("cert.pem");
	X509_VERIFY_PARAM *how;
	int result;

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
	(void)state;
	make();
	assert_int_equal(verify("localhost", NULL), X509_V_OK);
	assert_int_equal(verify(NULL, "127.0.0.1"), X509_V_OK);
	assert_int_equal(verify(NULL, "::1"), X509_V_OK);
	assert_int_equal(verify("example.org", NULL), X509_V_ERR_HOSTNAME_MISMATCH);
	assert_int_equal(verify("sub.localhost", NULL), X509_V_ERR_HOSTNAME_MISMATCH);
	assert_int_equal(verify(NULL, "127.0.0.2"), X509_V_ERR_IP_ADDRESS_MISMATCH);
}

/* RFC 5280 section 4.1.2.2: positive, and no two of one issuer are the same. */
static void test_serial_numbers(void **state)
{
	X509 *certs[2];

	(void)state;
	make();
	for (int i = 0; i < 2; i++) {
		certs[i] = read_cert(i ? "ca.pem" : "cert.pem");
		assert_int_equal(ASN1_STRING_type(X509_get0_serialNumber(certs[i])), V_ASN1_INTEGER);
	}
	assert_int_not_equal(
		ASN1_INTEGER_cmp(X509_get0_serialNumber(certs[0]), X509_get0_serialNumber(certs[1])), 0);
	X509_free(certs[0]);
	X509_free(certs[1]);
}

static void test_two_chains_differ(void **state)
{
	X509 *first, *second;

	(void)state;
	make();
	first = read_cert("ca.pem");
	kitchen_certs_remove();
	make();
	second = read_cert("ca.pem");
	assert_int_not_equal(X509_cmp(first, second), 0);
	assert_int_equal(verify("localhost", NULL), X509_V_OK);
	X509_free(first);
	X509_free(second);
}

/* ---- the folder ---- */

static void test_private_folder_comes_and_goes(void **state)
{
	char gone[300];
	struct stat st;

	(void)state;
	make();
	assert_memory_equal(dir, parent, strlen(parent));
	assert_int_equal(stat(dir, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	strcpy(gone, dir);
	kitchen_certs_remove();
	assert_int_equal(stat(gone, &st), -1);
	kitchen_certs_remove(); /* there is none any more */
}

/* With both certificates out of the way the folder is empty: that of no key. */
static void test_no_private_key_is_written(void **state)
{
	static const char *const files[] = {"ca.pem", "cert.pem"};
	char pem[4096];

	(void)state;
	make();
	for (int i = 0; i < 2; i++) {
		FILE *in = fopen(in_dir(files[i]), "r");

		assert_non_null(in);
		pem[fread(pem, 1, sizeof pem - 1, in)] = '\0';
		fclose(in);
		assert_non_null(strstr(pem, "CERTIFICATE"));
		assert_null(strstr(pem, "PRIVATE"));
		assert_int_equal(unlink(in_dir(files[i])), 0);
	}
	assert_int_equal(rmdir(dir), 0);
}

static void test_a_file_of_somebodys_own_stays(void **state)
{
	char own[300];
	FILE *out;

	(void)state;
	make();
	strcpy(own, in_dir("precious"));
	out = fopen(own, "w");
	assert_non_null(out);
	fclose(out);
	kitchen_certs_remove();
	assert_int_equal(unlink(own), 0);
	*strrchr(own, '/') = '\0';
	assert_int_equal(rmdir(own), 0);
}

static void expect_trouble(const char *where, const char *reason)
{
	char start[600];

	setenv("TMPDIR", where, 1);
	assert_null(kitchen_certs_make(text, sizeof text));
	snprintf(start, sizeof start, "%.200s/", where);
	assert_memory_equal(text, start, strlen(start) < 200 ? strlen(start) : 200);
	if (!strstr(text, reason))
		fail_msg("%s", text);
}

static void test_trouble_has_a_name_and_a_reason(void **state)
{
	static char long_path[6000];
	char small[10];

	(void)state;
	expect_trouble("/nowhere/certs", "cannot make the folder: No such file or directory");
	expect_trouble("/dev/null", "cannot make the folder: Not a directory");
	memset(long_path, '/', sizeof long_path - 1);
	setenv("TMPDIR", long_path, 1);
	assert_null(kitchen_certs_make(text, sizeof text));
	setenv("TMPDIR", "/nowhere", 1);
	assert_null(kitchen_certs_make(small, sizeof small));
	assert_string_equal(small, "/nowhere/");
}

/* A full disk, as a limit on the size of files: nothing is left behind. */
static void test_no_room(void **state)
{
	struct rlimit before, none;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	none = before;
	for (rlim_t room = 0; room <= 100; room += 100) {
		none.rlim_cur = room;
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
		dir = kitchen_certs_make(text, sizeof text);
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
		assert_null(dir);
		assert_non_null(strstr(text, "cannot write into the folder: File too large"));
	}
	make();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_chain_is_trusted_for_this_machine_only, begin, end),
		cmocka_unit_test_setup_teardown(test_serial_numbers, begin, end),
		cmocka_unit_test_setup_teardown(test_two_chains_differ, begin, end),
		cmocka_unit_test_setup_teardown(test_private_folder_comes_and_goes, begin, end),
		cmocka_unit_test_setup_teardown(test_no_private_key_is_written, begin, end),
		cmocka_unit_test_setup_teardown(test_a_file_of_somebodys_own_stays, begin, end),
		cmocka_unit_test_setup_teardown(test_trouble_has_a_name_and_a_reason, begin, end),
		cmocka_unit_test_setup_teardown(test_no_room, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
