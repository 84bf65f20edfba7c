/* test_genderize_refused.c - what both programs say, and how they end, when the service or the machine
 * refuses: each name with its reason, the others answered all the same, and the API key never shown. */
#include "http/parse/json.h"
#include "tests/lib/server.h"
#include "tests/lib/sockets.h"
#include "tests/lib/words.h"

#include <stdio.h>
#include <stdlib.h>

enum { HUNDRED = 100, FEW_FILES = 24 };

static struct server server;
static struct process run;

/* ---- refusals, and the key ---- */

static void test_statuses(void **state)
{
	static const struct {
		const char *options, *words;
		int answered, hints;
	} cases[] = {
		{"--plain --cook 0 --fail 401:100", "401, message='Unauthorized', error='Invalid API key', url='http://localhost:",
			0, 1},
		{"--plain --cook 0 --fail 500:100",
			"500, message='Internal Server Error', url='http://localhost:", 0, 0},
		{"--plain --cook 0 --quota 2", "429, message='Too Many Requests', error='Request limit reached', url='http://localhost:", 2, 0},
	};
	static struct server refusing;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		server_start(&refusing, cases[i].options);
		process_run(&run, "Bob\nEve\nAnn\n", "genderize --retries 0 --url %s", refusing.url);
		assert_int_equal(run.status, 1);
		assert_int_equal(count_words(run.output.at, "\n"), cases[i].answered);
		assert_int_equal(count_words(run.errors.at, cases[i].words), 3 - cases[i].answered);
		assert_int_equal(
			count_words(run.errors.at, "$GENDERIZE_APIKEY (build/kitchen"), cases[i].hints);
		process_run(&run, "Bob\nEve\nAnn\n", "genderize_sync --url %s", refusing.url);
		assert_int_equal(run.status, 1);
		assert_int_equal(
			count_words(run.errors.at, "$GENDERIZE_APIKEY (build/kitchen"), cases[i].hints);
		server_stop(&refusing);
	}
}

/* Half of them fail: the other half is answered, and none is in both lists or in neither. */
static void test_some_fail(void **state)
{
	static struct server moody;
	int answered, failed;

	(void)state;
	server_start(&moody, "--cook 0 --fail 503:50");
	process_run(&run, "Ada\nBea\nCleo\nDora\nEmma\nFay\nGina\nHana\nIda\nJana\n",
		"genderize --ordered --retries 0 --url %s --cacert %s", moody.url, moody.cafile);
	answered = count_words(run.output.at, "{\"name\":");
	failed = count_words(run.errors.at, ": 503, message='Service Unavailable'");
	assert_int_equal(run.status, 1);
	assert_true(answered > 0 && failed > 0);
	assert_int_equal(answered + failed, 10);
	server_stop(&moody);
}

/* However it is given and whatever goes wrong: the key is in the request, and nowhere else. */
static void test_key_is_secret(void **state)
{
	static const char *const ways[] = {"--apikey 5ecret", "--apikey=5ecret", ""};
	static struct server refusing;
	struct sockaddr_in deaf; /* never accepts, let alone answers */
	int listener = tcp_listen(&deaf);
	char urls[4][128];

	(void)state;
	server_start(&refusing, "--plain --cook 0 --fail 401:100");
	snprintf(urls[0], 128, "%s", refusing.url);
	snprintf(urls[1], 128, "http://127.0.0.1:%d", ntohs(deaf.sin_port));
	snprintf(urls[2], 128, "http://127.0.0.1:%d", ntohs(tcp_nobody().sin_port));
	snprintf(urls[3], 128, "%s/?%%61pikey=5ecret&a=1", refusing.url);
	for (int i = 0; i < 3 * 4 * 2; i++) {
		run.variable = *ways[i % 3] ? NULL : "GENDERIZE_APIKEY=5ecret";
		process_run(&run, "", "%s %s --retries 0 --url %s --timeout 0.05 --record - Bob",
			i < 12 ? "genderize" : "genderize_sync", ways[i % 3], urls[i / 3 % 4]);
		assert_int_equal(run.status, 1);
		assert_words(run.errors.at, ": Bob: ", "Time taken");
		assert_null(strstr(run.errors.at, "5ecret"));
		assert_string_equal(run.output.at, "");
	}
	run.variable = NULL;
	close(listener);
	server_stop(&refusing);
}

/* Each line of the record is JSON, whatever the names are, and the key is not in it. */
static void test_record(void **state)
{
	static char line[4096];
	char path[] = "/tmp/test-record-XXXXXX";
	FILE *record = fdopen(mkstemp(path), "r");
	struct json json;
	int lines = 0, workers = 0;

	(void)state;
	assert_non_null(record);
	process_run(&run, "José\nA\"b\\c\nAlice\n",
		"genderize --url %s --cacert %s --record %s --apikey 5ecret", server.url, server.cafile,
		path);
	assert_int_equal(run.status, 0);
	for (; fgets(line, sizeof line, record); lines++) {
		assert_null(strstr(line, "5ecret"));
		assert_int_equal(json_parse(&json, slice_of(line)), JSON_OK);
		assert_int_equal(json_type(&json, 0), JSON_OBJECT);
		workers += json_equals(&json, json_get(&json, 0, "ev"), SLICE("spawn")) &&
			   strstr(line, "\"file\":\"demo/");
		json_close(&json);
	}
	assert_true(lines > 20);
	assert_int_equal(workers, 5); /* main, the feeder of names, and three names; besides the library's own */
	fclose(record);
	assert_int_equal(unlink(path), 0);
}

/* ---- what the machine refuses ---- */

static void test_few_files(void **state)
{
	FILE *names = fopen("demo/names100.txt", "r");
	char input[2000];
	size_t len;
	int answered, failed;

	(void)state;
	assert_non_null(names);
	len = fread(input, 1, sizeof input - 1, names);
	input[len] = '\0';
	fclose(names);
	run.files = FEW_FILES;
	process_run(&run, input, "genderize --url %s --cacert %s", server.url, server.cafile);
	assert_int_equal(run.status, 1);
	answered = count_words(run.output.at, "{\"name\":");
	failed = count_words(run.errors.at,
		"Too many open files (fewer connections at a time, or a higher `ulimit -n`, would help)\n");
	assert_int_equal(answered + failed, HUNDRED);
	assert_in_range(answered, FEW_FILES / 2, HUNDRED - 1);
	process_run(&run, input, "genderize --limit 10 --url %s --cacert %s", server.url, server.cafile);
	assert_int_equal(run.status, 0);
	assert_int_equal(count_words(run.output.at, "{\"name\":"), HUNDRED);
	run.files = 0;
}

/* Linux has the disk for that. */
static void test_full_disk(void **state)
{
	(void)state;
	if (access("/dev/full", W_OK) != 0)
		skip();
	run.output_file = "/dev/full";
	for (int i = 0; i < 2; i++) {
		const char *program = i ? "genderize_sync" : "genderize";
		char text[128];

		process_run(&run, "Bob\nEve\nAnn\nTom\n", "%s --url %s --cacert %s", program, server.url,
			server.cafile);
		assert_int_equal(run.status, 1);
		snprintf(text, sizeof text, "%s: cannot write: No space left on device\n", program);
		assert_errors(&run, text);
	}
	run.output_file = NULL;
}

static int open_kitchen(void **state)
{
	(void)state;
	server_start(&server, "--cook 20");
	return 0;
}

static int close_kitchen(void **state)
{
	if (server.process.pid)
		server_stop(&server);
	return process_kill_all(state);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statuses),
		cmocka_unit_test(test_some_fail),
		cmocka_unit_test(test_key_is_secret),
		cmocka_unit_test(test_record),
		cmocka_unit_test(test_few_files),
		cmocka_unit_test(test_full_disk),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, open_kitchen, close_kitchen);
}
