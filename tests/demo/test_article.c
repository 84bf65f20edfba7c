/* test_article.c - the article's programs as they run: what they print, and how they end when something
 * goes wrong. The kitchen, or a service whose words are the test's, is their https://api.genderize.io.
 * (Their lines, beside the article's, are article.sh's matter.) */
#include "tests/lib/server.h"
#include "tests/lib/service.h"
#include "tests/lib/words.h"

#include <signal.h>
#include <stdlib.h>

#define API "https://api.genderize.io"

enum { NAMES = 5 };

static const char *const names[NAMES] = {"Alice", "Bob", "Charlie", "Diana", "Eve"};
static const char *const genders[NAMES] = {"'female'", "'male'", "'male'", "'female'", "'female'"};
static const char *const programs[] = {"async_with", "predict_sync", "predict_async"};

static struct process run;
static char environment[400];

static void lead_to(unsigned port, const char *cafile)
{
	snprintf(environment, sizeof environment, "CONNECT_TO=localhost:%u SSL_CERT_FILE=%s", port, cafile);
	run.variable = environment;
}

/* The seconds that were printed; behind them stands the line of results. */
static double split_output(char **results)
{
	double seconds = -1;
	int end = 0;

	if (sscanf(run.output.at, "Time taken: %lf seconds\n%n", &seconds, &end) != 1 || !end)
		fail_msg("not as Python prints it: %s", run.output.at);
	assert_int_equal(run.output.at[end - strlen(" seconds\n") - 3], '.');
	*results = run.output.at + end;
	return seconds;
}

/* The article's own output, which lies in its data as it is written there, with the quotes that Python
 * prints. */
static const char *article_output(void)
{
	static char line[256];
	FILE *file = fopen("tests/house/article/output.py", "r");

	assert_non_null(file);
	assert_non_null(fgets(line, sizeof line, file));
	fclose(file);
	for (char *c = line; *c; c++)
		*c = *c == '"' ? '\'' : *c;
	return line;
}

/* Each of these pairs stands there once, in whatever order, and nothing else. */
static void assert_pairs(const char *results, const char *const shown[NAMES])
{
	size_t len = strlen("[]\n") + strlen(", ") * (NAMES - 1);
	char pair[64];

	for (int i = 0; i < NAMES; i++) {
		len += (size_t)snprintf(pair, sizeof pair, "('%s', %s)", names[i], shown[i]);
		assert_int_equal(count_words(results, pair), 1);
	}
	assert_int_equal(count_words(results, "), ("), NAMES - 1);
	assert_int_equal(results[0], '[');
	assert_string_equal(results + strlen(results) - 2, "]\n");
	assert_int_equal(strlen(results), len);
}

/* ---- well ---- */

static void a_coroutine_says_hello(void **state)
{
	(void)state;
	assert_int_equal(process_run(&run, "", "my_coroutine"), 0);
	assert_string_equal(run.output.at, "Hello, World!\n");
	assert_string_equal(run.errors.at, "");
}

static void both_print_what_the_article_prints(void **state)
{
	static struct server kitchen;
	char *results;

	(void)state;
	server_start(&kitchen, "--cook 60");
	lead_to(kitchen.port, kitchen.cafile);
	assert_int_equal(process_run(&run, "", "predict_sync"), 0);
	assert_string_equal(run.errors.at, "");
	assert_true(split_output(&results) >= 0.3);
	assert_string_equal(results, article_output());
	assert_int_equal(process_run(&run, "", "predict_async"), 0);
	assert_string_equal(run.errors.at, "");
	assert_true(split_output(&results) >= 0.06);
	assert_pairs(results, genders);
	/* Its block ends with the data, and prints none of it: not that the kitchen wants a name, either. */
	assert_int_equal(process_run(&run, "", "async_with"), 0);
	assert_string_equal(run.output.at, "");
	assert_string_equal(run.errors.at, "");
	server_stop(&kitchen);
}

/* The answers are held back until all five requests are there: so these were under way at the same time.
 * Each answer is sent when the one before it has been taken, as is seen by the end of its connection. */
static void all_are_asked_at_once_and_taken_as_they_come(void **state)
{
	static const char reply[] =
		"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
		"Content-Length: 17\r\n\r\n{\"gender\":\"male\"}";
	static const char *const order[NAMES] = {"Diana", "Alice", "Eve", "Charlie", "Bob"};
	struct service_line lines[NAMES];
	char path[64], *results;

	(void)state;
	process_start(&run, "predict_async");
	for (int i = 0; i < NAMES; i++) {
		service_admit(&lines[i], true);
		assert_words(lines[i].request, "GET /?name=", " HTTP/1.1\r\n", "Host: api.genderize.io\r\n");
	}
	for (int k = 0; k < NAMES; k++) {
		struct service_line *line = lines;

		snprintf(path, sizeof path, "GET /?name=%s HTTP/1.1", order[k]);
		while (strncmp(line->request, path, strlen(path)) != 0)
			assert_true(++line < lines + NAMES);
		service_answer(line, reply);
		service_assert_left(line);
		service_hang_up(line);
	}
	assert_int_equal(process_finish(&run), 0);
	split_output(&results);
	assert_string_equal(results, "[('Diana', 'male'), ('Alice', 'male'), ('Eve', 'male'), "
				     "('Charlie', 'male'), ('Bob', 'male')]\n");
}

/* ---- replies of our own ---- */

#define REPLY(json) "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" json

static bool asks_for_bob(const struct service_line *line)
{
	return strstr(line->request, "/?name=Bob ");
}

static void answer(struct service_line *line, const char *bob)
{
	service_answer(line, asks_for_bob(line) ? bob : REPLY("{\"gender\":\"female\"}"));
	service_hang_up(line);
}

/* Runs the programs, and answers Bob with `bob`, the other names with a gender. `asked`: the number of
 * requests of the synchronous program, which ends at the first error. The asynchronous one gets its answers
 * after all requests, Bob's last: an error ends the program, and a later answer would meet a closed
 * connection. */
static void serve_sync(const char *bob, int asked)
{
	struct service_line line;

	process_start(&run, "predict_sync");
	for (int i = 0; i < asked; i++) {
		service_admit(&line, true);
		answer(&line, bob);
	}
	process_finish(&run);
}

static void serve_async(const char *bob)
{
	struct service_line lines[NAMES];

	process_start(&run, "predict_async");
	for (int i = 0; i < NAMES; i++)
		service_admit(&lines[i], true);
	for (int bobs = 0; bobs < 2; bobs++)
		for (int i = 0; i < NAMES; i++)
			if (asks_for_bob(&lines[i]) == bobs)
				answer(&lines[i], bob);
	process_finish(&run);
}

static void an_unknown_gender_is_none(void **state)
{
	static const char *const shown[NAMES] = {"'female'", "None", "'female'", "'female'", "'female'"};
	char *results;

	(void)state;
	for (int i = 0; i < 2; i++) {
		if (i == 0)
			serve_sync(REPLY("{\"name\":\"Bob\",\"gender\":null}"), NAMES);
		else
			serve_async(REPLY("{\"name\":\"Bob\",\"gender\":null}"));
		assert_int_equal(run.status, 0);
		assert_string_equal(run.errors.at, "");
		split_output(&results);
		assert_pairs(results, shown);
	}
}

/* The last line on stderr that does not belong to an error's way, which is set in. */
static const char *last_message(void)
{
	const char *message = run.errors.at;

	for (const char *end = message; (end = strchr(end, '\n')) && end[1]; end++)
		if (strncmp(end + 1, "  ", 2) != 0)
			message = end + 1;
	return message;
}

/* Nothing is printed then but why: as in the article, where the exception leaves main. */
static void assert_refused(const char *why)
{
	assert_int_equal(run.status, 1);
	assert_string_equal(run.output.at, "");
	assert_int_equal(strncmp(last_message(), why, strlen(why)), 0);
}

static void a_gender_that_is_none_is_an_error(void **state)
{
	static const struct {
		const char *reply, *why;
	} cases[] = {
		{REPLY("{\"name\":\"Bob\"}"), "bad payload: no 'gender'\n"},
		{REPLY("[]"), "bad payload: no 'gender', since it is no object\n"},
		{REPLY("{\"gender\":1}"), "bad payload: 'gender' is neither a string nor null\n"},
		{REPLY("{\"gender\":\"a gender of many letters\"}"),
			"bad payload: 'gender' is a string that does not fit\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		serve_sync(cases[i].reply, 2);
		assert_refused(cases[i].why);
		serve_async(cases[i].reply);
		assert_refused(cases[i].why);
	}
	serve_sync(REPLY("no"), 2);
	assert_refused("bad payload: not JSON: an unexpected character\n");
	serve_async(REPLY("no"));
	assert_refused("bad payload: not JSON: an unexpected character, url='" API "?name=Bob'\n");
}

/* ---- what goes wrong outside ---- */

/* raise_for_status is the asynchronous program's alone. The other one takes the error's JSON for an
 * answer. N5: both say what the server says. */
static void a_bad_status_is_an_error(void **state)
{
	static const struct {
		const char *options, *error, *why;
	} cases[] = {
		{"404:100", "Not Found", "bad status: 404, message='Not Found', url='" API "?name="},
		{"500:100", "Internal Server Error",
			"bad status: 500, message='Internal Server Error', url='" API "?name="},
		{"401:100", "Invalid API key",
			"bad status: 401, message='Unauthorized', error='Invalid API key', url='" API "?name="},
	};
	static struct server kitchen;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char options[64], missing[96];

		snprintf(options, sizeof options, "--cook 0 --fail %s", cases[i].options);
		server_start(&kitchen, options);
		lead_to(kitchen.port, kitchen.cafile);
		process_run(&run, "", "predict_sync");
		snprintf(missing, sizeof missing, "bad payload: no 'gender', but error='%s'\n", cases[i].error);
		assert_refused(missing);
		assert_int_equal(process_run(&run, "", "predict_async"), 1);
		assert_string_equal(run.output.at, "");
		assert_words(run.errors.at, cases[i].why);
		assert_int_equal(process_run(&run, "", "async_with"), 0); /* no raise_for_status there */
		server_stop(&kitchen);
	}
}

static void no_connection_is_an_error(void **state)
{
	static const char *const hosts[] = {"api.example.com", "api.genderize.io", "api.genderize.io"};
	struct sockaddr_in nobody = tcp_nobody();
	struct server stranger = {0};
	char why[160];

	(void)state;
	for (int i = 0; i < 3; i++) {
		lead_to(ntohs(nobody.sin_port), "/dev/null");
		process_run(&run, "", "%s", programs[i]);
		snprintf(why, sizeof why, "cannot connect to host %s:443: Connection refused\n", hosts[i]);
		assert_refused(why);
	}
	assert_words(last_message(), " pool_get: raised\n", /* and the way to main */
		" predict_gender: await session_get(&my->response, session, my->url)\n  demo/article/predict_async.c:",
		" async_main: await as_completed(&my->set, &my->done)\n");
	server_start(&stranger, "--cook 0");
	for (int i = 0; i < 3; i++) { /* whom nobody vouches for */
		snprintf(environment, sizeof environment, "CONNECT_TO=localhost:%u", stranger.port);
		run.variable = environment;
		process_run(&run, "", "%s", programs[i]);
		assert_int_equal(run.status, 1);
		snprintf(why, sizeof why, "cannot connect to host %s:443: certificate verify failed: ",
			hosts[i]);
		assert_words(run.errors.at, why);
	}
	server_stop(&stranger);
}

/* The other tasks, which would wait for ever, are cancelled. */
static void the_first_error_ends_the_program(void **state)
{
	struct service_line lines[NAMES];

	(void)state;
	process_start(&run, "predict_async");
	for (int i = 0; i < NAMES; i++)
		service_admit(&lines[i], true);
	service_answer(&lines[2], "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
	process_finish(&run);
	assert_int_equal(run.status, 1);
	assert_string_equal(run.output.at, "");
	assert_words(run.errors.at, "bad status: 503, message='Service Unavailable', url='" API "?name=");
	assert_ptr_equal(last_message(), run.errors.at); /* nothing was forgotten: a cancel is no error */
	for (int i = 0; i < NAMES; i++)
		service_hang_up(&lines[i]);
}

static void ctrl_c_ends_the_program(void **state)
{
	struct service_line lines[NAMES];

	(void)state;
	process_start(&run, "predict_async");
	for (int i = 0; i < NAMES; i++)
		service_admit(&lines[i], true);
	assert_int_equal(kill(run.pid, SIGINT), 0);
	process_finish(&run);
	assert_refused("cancelled\n");
	for (int i = 0; i < NAMES; i++)
		service_hang_up(&lines[i]);
}

/* ---- make article ---- */

static char folder[512];

/* In the article's order, each command said before it runs. */
static void all_four_are_shown(void **state)
{
	/* What begins with a $ is a command that leads to the kitchen. */
	static const char *const lines[] = {"my_coroutine\n", "Hello, World!\n", "$async_with\n",
		"$predict_sync\n", "Time taken: ", "[('Alice', 'female'), ", "$predict_async\n",
		"Time taken: ", "[('"};
	char command[600], line[256];
	size_t count = 0;
	FILE *shown;

	(void)state;
	snprintf(command, sizeof command, "sh demo/article.sh %s 10", folder);
	shown = popen(command, "r");
	assert_non_null(shown);
	for (; fgets(line, sizeof line, shown); count++) {
		assert_in_range(count, 0, sizeof lines / sizeof *lines - 1);
		assert_words(line, lines[count] + (lines[count][0] == '$'));
		if (lines[count][0] == '$')
			assert_words(line, "$ CONNECT_TO=localhost:", " SSL_CERT_FILE=/", folder);
	}
	assert_int_equal(pclose(shown), 0);
	assert_int_equal(count, sizeof lines / sizeof *lines);
}

static int lead_to_service(void **state)
{
	char cafile[300];

	(void)state;
	snprintf(cafile, sizeof cafile, "%s/ca.pem", service_folder);
	lead_to(service_port, cafile);
	return 0;
}

#define AT_SERVICE(test) cmocka_unit_test_setup(test, lead_to_service)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_coroutine_says_hello),
		cmocka_unit_test(both_print_what_the_article_prints),
		AT_SERVICE(all_are_asked_at_once_and_taken_as_they_come),
		AT_SERVICE(an_unknown_gender_is_none),
		AT_SERVICE(a_gender_that_is_none_is_an_error),
		cmocka_unit_test(a_bad_status_is_an_error),
		cmocka_unit_test(no_connection_is_an_error),
		AT_SERVICE(the_first_error_ends_the_program),
		AT_SERVICE(ctrl_c_ends_the_program),
		cmocka_unit_test(all_four_are_shown),
	};

	(void)argc;
	process_find(argv[0]);
	snprintf(folder, sizeof folder, "%.*s..", (int)(strrchr(argv[0], '/') + 1 - argv[0]), argv[0]);
	return cmocka_run_group_tests(tests, service_open, service_close);
}
