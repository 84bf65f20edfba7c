/* test_genderize_batch.c - --batch: several names in one request, and each answer for the name that it is
 * about. */
#include "tests/lib/server.h"
#include "tests/lib/service.h"

#include <signal.h>
#include <stdlib.h>

static struct process run;

static void start(const char *options)
{
	process_start(&run, "genderize --limit 1 --url http://127.0.0.1:%u %s", service_port, options);
}

static void answer_json(struct service_line *line, const char *json)
{
	char reply[2048];

	snprintf(reply, sizeof reply,
		"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
		strlen(json), json);
	service_answer(line, reply);
}

/* Three names in batches of two: the last one is shorter, and an array all the same. */
static void test_requests(void **state)
{
	struct service_line line;

	(void)state;
	start("--batch 2 --country dk A&B Jos\xc3\xa9 C");
	service_admit(&line, false);
	assert_non_null(
		strstr(line.request, "GET /?name%5B%5D=A%26B&name%5B%5D=Jos%C3%A9&country_id=dk HTTP/1.1\r\n"));
	answer_json(&line, "[{\"name\":\"A&B\",\"gender\":null},"
			   "{\"count\":3,\"name\":\"Jos\\u00e9\",\"gender\":\"male\",\"probability\":1}]");
	service_next_request(&line);
	assert_non_null(strstr(line.request, "GET /?name%5B%5D=C&country_id=dk HTTP/1.1\r\n"));
	answer_json(&line, "[{\"name\":\"C\",\"gender\":\"female\",\"probability\":0.5,\"count\":1}]");
	assert_int_equal(process_finish(&run), 0);
	service_hang_up(&line);
	assert_string_equal(run.output.at,
		"{\"name\":\"A&B\",\"gender\":null,\"probability\":0.0,\"count\":0}\n"
		"{\"name\":\"Jos\xc3\xa9\",\"gender\":\"male\",\"probability\":1.0,\"count\":3}\n"
		"{\"name\":\"C\",\"gender\":\"female\",\"probability\":0.5,\"count\":1}\n");
	assert_errors(&run, "");
}

/* An answer that is not about the names in their order is none, for any of them; the next batch goes on. */
static void test_liar(void **state)
{
	static const char order[] = "the reply's answers are not in the order of the names";
	static const char each[] = "the reply is not an array with an answer for each name";
	static const struct {
		const char *json, *why;
	} cases[] = {
		{"[{\"name\":\"B\",\"gender\":\"male\"},{\"name\":\"A\",\"gender\":\"female\"}]", order},
		{"[{\"name\":\"A\",\"gender\":\"male\"},{\"gender\":\"female\"}]", order},
		{"[{\"name\":\"A\",\"gender\":\"male\"},{\"name\":\"b\",\"gender\":\"female\"}]", order},
		{"[{\"name\":\"A\",\"gender\":\"male\"}]", each},
		{"[{\"name\":\"A\",\"gender\":\"male\"},{\"name\":\"B\",\"gender\":null},{\"name\":\"C\","
		 "\"gender\":null}]",
			each},
		{"{\"name\":\"A\",\"gender\":\"male\"}", each},
		{"[{\"name\":\"A\",\"gender\":\"male\"},7]", "the reply is not an object"},
		{"[{\"name\":\"A\",\"gender\":\"other\"},{\"name\":\"B\",\"gender\":null}]",
			"the reply's \"gender\" is neither male, female nor null"},
	};
	struct service_line line;
	char errors[512];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		start("--batch 2 A B C");
		service_admit(&line, false);
		answer_json(&line, cases[i].json);
		service_next_request(&line);
		answer_json(&line, "[{\"name\":\"C\",\"gender\":null}]");
		assert_int_equal(process_finish(&run), 1);
		service_hang_up(&line);
		assert_string_equal(
			run.output.at, "{\"name\":\"C\",\"gender\":null,\"probability\":0.0,\"count\":0}\n");
		snprintf(errors, sizeof errors, "genderize: A: %s\ngenderize: B: %s\n", cases[i].why,
			cases[i].why);
		assert_errors(&run, errors);
	}
}

/* What was wrong with a reply is no reason of the next request that fails. */
static void test_reasons(void **state)
{
	struct service_line line;

	(void)state;
	start("--retries 0 A B");
	service_admit(&line, false);
	answer_json(&line, "7");
	service_next_request(&line);
	service_answer(&line, "HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n");
	assert_int_equal(process_finish(&run), 1);
	service_hang_up(&line);
	assert_non_null(strstr(run.errors.at, "genderize: A: the reply is not an object\n"));
	assert_non_null(strstr(run.errors.at, "genderize: B: 404, message='Gone', url="));
}

/* The service refuses all names of a request for one that is not UTF-8: so that one is not sent with
 * others. */
static void test_not_utf8(void **state)
{
	struct service_line line;

	(void)state;
	start("--batch 3 A Jos\xe9 B C");
	service_admit(&line, false);
	assert_non_null(strstr(line.request, "GET /?name%5B%5D=A&name%5B%5D=B&name%5B%5D=C HTTP/1.1\r\n"));
	answer_json(&line, "[{\"name\":\"A\",\"gender\":null},{\"name\":\"B\",\"gender\":null},{\"name\":"
			   "\"C\",\"gender\":null}]");
	assert_int_equal(process_finish(&run), 1);
	service_hang_up(&line);
	assert_errors(&run, "genderize: Jos\\xE9: is not UTF-8, as names in a batch must be\n");
}

/* The same answers as one by one, from the kitchen: 25 names in batches of every size. */
static void test_sizes(void **state)
{
	static const char names[] =
		"Alice\nBob\nCharlie\nDiana\nEve\nFrank\nGrace\nHenry\nIrene\nJack\nKaren\nLuke\nMaria\n"
		"Nina\nOscar\nPaul\nRita\nSofia\nTom\nVera\nJos\xc3\xa9\n\"Q\" & co\n--\n \n%00\n";
	static struct server kitchen;
	static struct process_text one_by_one;

	(void)state;
	server_start(&kitchen, "--plain --cook 0-5");
	for (int size = 1; size <= 10; size++) {
		process_run(&run, names, "genderize --ordered --batch %d --url %s", size, kitchen.url);
		assert_int_equal(run.status, 0);
		assert_errors(&run, "");
		if (size == 1)
			one_by_one = run.output;
		assert_string_equal(run.output.at, one_by_one.at);
	}
	server_stop(&kitchen);
}

/* One batch is answered and printed, the other is not: none of its names is a failure. */
static void test_interrupt(void **state)
{
	struct service_line line;

	(void)state;
	start("--batch 2 A B C D E");
	service_admit(&line, false);
	answer_json(&line, "[{\"name\":\"A\",\"gender\":null},{\"name\":\"B\",\"gender\":null}]");
	service_next_request(&line);
	assert_int_equal(kill(run.pid, SIGINT), 0);
	assert_int_equal(process_finish(&run), 130);
	service_assert_left(&line);
	service_hang_up(&line);
	assert_string_equal(run.output.at,
		"{\"name\":\"A\",\"gender\":null,\"probability\":0.0,\"count\":0}\n"
		"{\"name\":\"B\",\"gender\":null,\"probability\":0.0,\"count\":0}\n");
	assert_errors(&run, "");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_requests),
		cmocka_unit_test(test_liar),
		cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_not_utf8),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_interrupt),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, service_open, service_close);
}
