/* test_genderize_trouble.c - what both programs say, and how they end, when there is no way to the service,
 * or no time. */
#include "demo/kitchen/certs.h"
#include "tests/lib/server.h"
#include "tests/lib/sockets.h"
#include "tests/lib/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct server server, stranger, plain; /* two with TLS, who do not know each other, and one without */
static struct process run;
static int deaf; /* listens, and never accepts: the kernel alone says hello */
static unsigned deaf_port;

/* ---- no connection ---- */

static void test_no_connection(void **state)
{
	struct sockaddr_in nobody = tcp_nobody();
	struct {
		char options[500];
		const char *async, *sync; /* the reason, in each program's words */
	} cases[] = {
		{"", "Connection refused", "Connection refused"},
		{"", "certificate verify failed: unable to get local issuer certificate",
			"certificate verify failed"},
		{"", "certificate verify failed: unable to get local issuer certificate",
			"certificate verify failed"},
		{"", "cannot connect to host localhost:", "cannot connect to host localhost:"},
		{"", "server disconnected: ", "server disconnected: "},
		{"", "cannot load trusted certificates: demo/kitchen/names.txt: ",
			"cannot load trusted certificates: demo/kitchen/names.txt: "},
	};
	const char *at = server.url + strlen("https"), *plain_at = plain.url + strlen("http");

	(void)state;
	snprintf(cases[0].options, 500, "--url http://127.0.0.1:%d", ntohs(nobody.sin_port));
	snprintf(cases[1].options, 500, "--url %s --cacert %s", server.url, stranger.cafile);
	snprintf(cases[2].options, 500, "--url %s", server.url);
	snprintf(cases[3].options, 500, "--url https%s --cacert %s", plain_at, server.cafile);
	snprintf(cases[4].options, 500, "--url http%s", at);
	snprintf(cases[5].options, 500, "--url %s --cacert demo/kitchen/names.txt", server.url);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(process_run(&run, "", "genderize --retries 0 %s Bob", cases[i].options), 1);
		assert_words(run.errors.at, "genderize: Bob: ", cases[i].async, "Time taken");
		assert_string_equal(run.output.at, "");
		assert_int_equal(process_run(&run, "", "genderize_sync %s Bob", cases[i].options), 1);
		assert_words(run.errors.at, "genderize_sync: Bob: ", cases[i].sync, "Time taken");
		assert_string_equal(run.output.at, "");
	}
}

/* A URL that is well for itself, and has no room for a name. */
static void test_long_url(void **state)
{
	char url[3000] = "http://127.0.0.1/";

	(void)state;
	memset(url + strlen(url), 'a', sizeof url - strlen(url) - 1);
	assert_int_equal(process_run(&run, "", "genderize --url %.2999s Bob", url), 1);
	assert_words(run.errors.at, "genderize: Bob: the URL is too long\n", "Time taken");
	assert_int_equal(process_run(&run, "", "genderize_sync --url %.2999s Bob", url), 1);
	assert_words(run.errors.at, "genderize_sync: Bob: the URL is too long\n", "Time taken");
}

/* Wrong from the start: said once, before any name is asked for. */
static void test_usage(void **state)
{
	static const char *const programs[] = {"genderize", "genderize_sync"};
	static const struct {
		const char *options, *words;
	} cases[] = {
		{"--url ftp://localhost", "--url: does not begin with http:// or https://"},
		{"--url http://user:5ecret@localhost", "--url: "},
		{"--url http://localhost:99999", "--url: "},
		{"--url http://localhost/#top", "--url: has a fragment"},
		{"--cacert /nowhere/ca.pem", "--cacert: /nowhere/ca.pem: No such file or directory"},
		{"--record /nowhere/record", "--record: /nowhere/record: No such file or directory"},
		{"--limit 0", "--limit"},
		{"--format xml", "--format"},
		{"--apikey5ecret", "unknown option"},
	};

	(void)state;
	for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
		process_run(&run, "", "%s %s Bob", programs[i % 2], cases[i / 2].options);
		assert_int_equal(run.status, 2);
		assert_words(run.errors.at, programs[i % 2], ": ", cases[i / 2].words);
		assert_int_equal(count_words(run.errors.at, "\n"), 1);
		assert_string_equal(run.output.at, "");
	}
}

static void test_plain(void **state)
{
	(void)state;
	assert_int_equal(process_run(&run, "", "genderize --url %s --format csv Bob", plain.url), 0);
	assert_words(run.output.at, "Bob,male,");
	assert_int_equal(process_run(&run, "", "genderize_sync --url %s/ --format csv Bob", plain.url), 0);
	assert_words(run.output.at, "Bob,male,");
}

/* N7: --cacert with the server's own certificate, and no authority, trusts that server. */
static void test_N7_own_certificate(void **state)
{
	char file[300];
	int folder = (int)(strrchr(server.cafile, '/') - server.cafile);

	(void)state;
	snprintf(file, sizeof file, "%.*s/" KITCHEN_CERT_FILE, folder, server.cafile);
	assert_int_equal(process_run(&run, "", "genderize --url %s --cacert %s Bob", server.url, file), 0);
	assert_int_equal(process_run(&run, "", "genderize_sync --url %s --cacert %s Bob", server.url, file), 0);
	assert_int_equal(process_run(&run, "", "fetch --cacert %s %s/?name=Bob", file, server.url), 0);
}

/* ---- no time ---- */

static void test_timeouts(void **state)
{
	static struct server slow;
	double start = seconds_now();

	(void)state;
	server_start(&slow, "--cook 3600000");
	process_run(&run, "", "genderize --url %s --cacert %s --timeout 0.2 Bob Eve", slow.url, slow.cafile);
	assert_int_equal(run.status, 1);
	assert_words(run.errors.at, "Bob: no answer within 0.2 s, url='https://localhost:");
	assert_words(run.errors.at, "Eve: no answer within 0.2 s, url='https://localhost:");
	process_run(&run, "", "genderize_sync --url %s --cacert %s --timeout 0.1 Bob", slow.url, slow.cafile);
	assert_int_equal(run.status, 1);
	assert_errors(&run, "genderize_sync: Bob: timeout: the server took too long\n");
	assert_true(seconds_now() - start < 5);
	server_stop(&slow);
}

/* TCP's hello is not TLS's. The time for a connection is its own; that for all of it counts as well. */
static void test_connect_timeouts(void **state)
{
	char text[128];

	(void)state;
	process_run(&run, "", "genderize --retries 0 --url https://127.0.0.1:%u --connect-timeout 0.1 Bob", deaf_port);
	snprintf(text, sizeof text,
		"genderize: Bob: cannot connect to host 127.0.0.1:%u: no connection within 0.1 s\n",
		deaf_port);
	assert_errors(&run, text);
	process_run(&run, "", "genderize --url https://127.0.0.1:%u --timeout 0.1 Bob", deaf_port);
	assert_words(run.errors.at, "genderize: Bob: no connection within 0.1 s, url='https://127.0.0.1:");
	process_run(
		&run, "", "genderize_sync --url https://127.0.0.1:%u --connect-timeout 0.1 Bob", deaf_port);
	snprintf(text, sizeof text,
		"genderize_sync: Bob: cannot connect to host 127.0.0.1:%u: no connection within 0.1 s\n", deaf_port);
	assert_errors(&run, text);
	process_run(&run, "", "genderize_sync --url https://127.0.0.1:%u --timeout 0.1 Bob", deaf_port);
	assert_errors(&run, text);
	process_run(&run, "", "genderize_sync --url http://127.0.0.1:%u --timeout 0.1 Bob", deaf_port);
	assert_errors(&run, "genderize_sync: Bob: timeout: the server took too long\n");
}

static int open_kitchens(void **state)
{
	struct sockaddr_in address;

	(void)state;
	deaf = tcp_listen(&address);
	deaf_port = ntohs(address.sin_port);
	server_start(&server, "--cook 20");
	server_start(&stranger, "--cook 0");
	server_start(&plain, "--cook 0 --plain");
	return 0;
}

static int close_kitchens(void **state)
{
	struct server *all[] = {&server, &stranger, &plain};

	close(deaf);
	for (int i = 0; i < 3; i++)
		if (all[i]->process.pid)
			server_stop(all[i]);
	return process_kill_all(state);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_connection),
		cmocka_unit_test(test_long_url),
		cmocka_unit_test(test_usage),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_N7_own_certificate),
		cmocka_unit_test(test_timeouts),
		cmocka_unit_test(test_connect_timeouts),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, open_kitchens, close_kitchens);
}
