/* test_genderize_retry.c - what may pass is asked again; what the service asks for is waited for; and a
 * quota that is used up ends the run early. */
#include "tests/lib/server.h"
#include "tests/lib/service.h"

#include <signal.h>
#include <stdlib.h>
#include <time.h>

#define BUSY "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"

static struct process run;

static const char bob[] = "{\"name\":\"Bob\",\"gender\":\"male\",\"probability\":0.5,\"count\":7}\n";

static void start(const char *options)
{
	process_start(&run, "genderize --url http://127.0.0.1:%u %s", service_port, options);
}

/* 503 twice, then an answer. The waits asked for are kept: a second, and until a date, which is that of a
 * second that begins after at least one more. */
static void test_retry_after(void **state)
{
	struct service_line line;
	char reply[256], date[64];
	double asked;
	time_t then;

	(void)state;
	start("Bob");
	service_admit(&line, false);
	asked = seconds_now();
	service_answer(&line, BUSY "Retry-After: 1\r\n\r\n{}");
	service_next_request(&line);
	assert_true(seconds_now() - asked >= 1);
	then = time(NULL) + 2;
	strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime(&then));
	snprintf(reply, sizeof reply, BUSY "Retry-After: %s\r\n\r\n{}", date);
	service_answer(&line, reply);
	service_next_request(&line);
	assert_true(time(NULL) >= then);
	service_answer(&line, service_reply);
	assert_int_equal(process_finish(&run), 0);
	service_hang_up(&line);
	assert_string_equal(run.output.at, bob);
	assert_errors(&run, "");
}

/* --retries counts what comes after the first try, and the message says how many tries there were. */
static void test_too_often(void **state)
{
	static const char *const told[] = {"", ", after 2 tries"};
	struct service_line line;
	char options[32], errors[256];

	(void)state;
	for (int retries = 0; retries < 2; retries++) {
		snprintf(options, sizeof options, "--retries %d Bob", retries);
		start(options);
		service_admit(&line, false);
		service_answer(&line, BUSY "\r\n{}");
		if (retries) {
			service_next_request(&line);
			service_answer(&line, BUSY "\r\n{}");
		}
		assert_int_equal(process_finish(&run), 1);
		service_assert_left(&line);
		service_hang_up(&line);
		snprintf(errors, sizeof errors,
			"genderize: Bob: 503, message='Service Unavailable', "
			"url='http://127.0.0.1:%u?name=Bob'%s\n",
			service_port, told[retries]);
		assert_errors(&run, errors);
	}
}

/* What cannot pass is not asked again. */
static void test_no_use(void **state)
{
	struct service_line line;

	(void)state;
	start("Bob");
	service_admit(&line, false);
	service_answer(&line, "HTTP/1.1 402 Payment Required\r\nContent-Length: 0\r\n\r\n");
	assert_int_equal(process_finish(&run), 1);
	service_assert_left(&line);
	service_hang_up(&line);
	assert_null(strstr(run.errors.at, "tries"));
}

/* In the middle of a wait for the next try. */
static void test_interrupt(void **state)
{
	struct service_line line;
	double pressed;

	(void)state;
	start("--limit 1 Bob Eve");
	service_admit(&line, false);
	service_answer(&line, service_reply);
	assert_non_null(process_line(&run));
	service_next_request(&line);
	service_answer(&line, BUSY "Retry-After: 50\r\nConnection: close\r\n\r\n{}");
	service_assert_left(&line); /* so the reply has been read */
	pressed = seconds_now();
	assert_int_equal(kill(run.pid, SIGINT), 0);
	assert_int_equal(process_finish(&run), 130);
	assert_true(seconds_now() - pressed < 5);
	service_hang_up(&line);
	assert_string_equal(run.output.at, bob);
	assert_errors(&run, "");
}

/* ---- the quota ---- */

static int count(const char *text, const char *word)
{
	int found = 0;

	for (; (text = strstr(text, word)); text++)
		found++;
	return found;
}

/* The kitchen's quota begins again a day later: the program does not wait for that, and asks for no further
 * name. The answers are printed, and each of the other names is reported once. With a rate, the next name
 * waits for its token when the run ends; it need not wait longer. */
static void test_quota(void **state)
{
	static const char *const options[] = {"--limit 3", "--limit 3 --ordered", "--limit 3 --rate 10/5",
		"--limit 1 --batch 2", "--limit 20 --rate 0.01/6"};
	static struct server kitchen;
	char name[32];

	(void)state;
	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		double begun = seconds_now();

		server_start(&kitchen, "--plain --cook 2 --quota 5");
		process_run(&run,
			"n01\nn02\nn03\nn04\nn05\nn06\nn07\nn08\nn09\nn10\nn11\nn12\nn13\nn14\nn15\nn16\n",
			"genderize %s --url %s", options[i], kitchen.url);
		server_stop(&kitchen);
		assert_int_equal(run.status, 1);
		assert_true(seconds_now() - begun < 8);
		assert_int_equal(count(run.output.at, "\n"),
			i == 3 ? 4 : 5); /* a batch of 2 is answered whole or not */
		for (int number = 1; number <= 16; number++) {
			snprintf(name, sizeof name, "\"n%02d\"", number);
			if (count(run.output.at, name) == 1)
				continue;
			snprintf(name, sizeof name, "genderize: n%02d: ", number);
			assert_int_equal(count(run.errors.at, name), 1);
		}
		assert_in_range(count(run.errors.at, ": not asked, since the quota is used up\n"), 7, 10);
		assert_true(count(run.errors.at, "the server asks to wait") >= 1);
		assert_null(strstr(run.errors.at, "tries"));
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_retry_after),
		cmocka_unit_test(test_too_often),
		cmocka_unit_test(test_no_use),
		cmocka_unit_test(test_interrupt),
		cmocka_unit_test(test_quota),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, service_open, service_close);
}
