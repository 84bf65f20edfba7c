/* test_twenty_urls.c - many URLs, five at a time: each has its line, however it ends; and Ctrl-C ends it at
 * any moment, with nothing aborted. */
#include "tests/lib/server.h"
#include "tests/lib/sockets.h"
#include "tests/lib/words.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { URLS = 20, COOK_MS = 200 };

static struct server kitchen;
static struct process run;
static char urls[4096], variable[512];

/* So many of the kitchen's, with a blank before each. */
static void name_urls(int count)
{
	int used = 0;

	for (int i = 0; i < count; i++)
		used += snprintf(urls + used, sizeof urls - (size_t)used, " %s/?name=n%02d", kitchen.url, i);
	snprintf(variable, sizeof variable, "SSL_CERT_FILE=%s", kitchen.cafile);
	run.variable = variable;
}

static void every_url_has_its_line(void **state)
{
	struct sockaddr_in deaf; /* accepts, and never answers */
	int listener = tcp_listen(&deaf);
	char line[256], options[32];
	double begun;

	(void)state;
	snprintf(options, sizeof options, "--cook %d", COOK_MS);
	server_start(&kitchen, options);
	name_urls(URLS - 4);
	begun = seconds_now();
	process_run(&run, "",
		"twenty_urls http://127.0.0.1:%d/slow http://127.0.0.1:%d/gone %s/nowhere word%s",
		ntohs(deaf.sin_port), ntohs(tcp_nobody().sin_port), kitchen.url, urls);
	assert_int_equal(run.status, 0);
	assert_string_equal(run.errors.at, "");
	assert_true(seconds_now() - begun >= 2); /* the slow one has its 2 s */
	assert_int_equal(count_words(run.output.at, "\n"), URLS);
	assert_int_equal(count_words(run.output.at, ": 200, "), URLS - 4);
	assert_int_equal(count_words(run.output.at, "/gone: cannot connect to host 127.0.0.1:"), 1);
	assert_int_equal(count_words(run.output.at, "/nowhere: 404, "), 1);
	assert_int_equal(count_words(run.output.at, "word: invalid URL"), 1);
	snprintf(line, sizeof line, "http://127.0.0.1:%d/slow: no answer within 2 s", ntohs(deaf.sin_port));
	assert_int_equal(count_words(run.output.at, line), 1);
	close(listener);
	server_stop(&kitchen);
}

/* Four rounds of five: no faster, and not one by one. */
static void five_at_a_time(void **state)
{
	double begun;

	(void)state;
	server_start(&kitchen, "--plain --cook 400");
	name_urls(URLS);
	begun = seconds_now();
	assert_int_equal(process_run(&run, "", "twenty_urls%s", urls), 0);
	assert_int_equal(count_words(run.output.at, ": 200, "), URLS);
	assert_true(seconds_now() - begun >= 4 * 0.4);
	assert_true(seconds_now() - begun < URLS * 0.4);
	server_stop(&kitchen);
}

/* With some done, five in the middle, and the others in line for a permit. */
static void ctrl_c_aborts_nothing(void **state)
{
	static const char *const options[] = {"--cook 50-400", "--plain --cook 50-400"};

	(void)state;
	for (int i = 0; i < 2; i++) {
		server_start(&kitchen, options[i]);
		for (int lines = 0; lines < 16; lines += 3) {
			name_urls(URLS);
			process_start(&run, "twenty_urls%s", urls);
			for (int seen = 0; seen < lines; seen++)
				assert_non_null(process_line(&run));
			kill(run.pid, lines % 2 ? SIGINT : SIGTERM);
			process_finish(&run);
			assert_true(
				lines == 0 || run.status == 1); /* at once it may not have begun to listen */
			assert_true(run.status != 128 + SIGABRT && run.status != 128 + SIGSEGV);
			assert_string_equal(run.errors.at, run.status == 1 ? "cancelled\n" : "");
			assert_in_range(count_words(run.output.at, ": 200, "), lines, URLS - 1);
			assert_int_equal(
				count_words(run.output.at, "\n"), count_words(run.output.at, ": 200, "));
		}
		server_stop(&kitchen);
	}
}

static void usage_is_told(void **state)
{
	(void)state;
	assert_int_equal(process_run(&run, "", "twenty_urls"), 2);
	assert_string_equal(run.errors.at, "Usage: twenty_urls URL...\n");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_url_has_its_line),
		cmocka_unit_test(five_at_a_time),
		cmocka_unit_test(ctrl_c_aborts_nothing),
		cmocka_unit_test(usage_is_told),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, NULL, process_kill_all);
}
