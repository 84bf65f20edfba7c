/* test_genderize_end.c - how the programs end: by Ctrl-C, by SIGTERM, because their reader has gone. The
 * test itself is the service, so it sees how each connection ends. */
#include "tests/lib/process.h"
#include "tests/lib/server.h"
#include "tests/lib/service.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct process run;

static const char row[] = "{\"name\":\"Bob\",\"gender\":\"male\",\"probability\":0.5,\"count\":7}\n";
static void start_async(const char *options, bool over_tls)
{
	if (over_tls)
		process_start(&run, "genderize --url https://127.0.0.1:%u --cacert %s/ca.pem %s",
			service_port, service_folder, options);
	else
		process_start(&run, "genderize --url http://127.0.0.1:%u %s", service_port, options);
}

/* ---- interrupted ---- */

/* One connection rests in the pool, or under TLS serves the third request; the next is in the middle of a
 * request, and another has not even got its handshake. */
static void test_interrupt(void **state)
{
	struct service_line first, second, third;

	(void)state;
	for (int over_tls = 0; over_tls < 2; over_tls++) {
		start_async("Bob Bob Bob", over_tls);
		service_admit(&first, over_tls);
		service_admit(&second, over_tls);
		third = (struct service_line){.fd = accept(service_door, NULL, NULL)};
		service_answer(&first, service_reply);
		assert_string_equal(process_line(&run),
			"{\"name\":\"Bob\",\"gender\":\"male\",\"probability\":0.5,\"count\":7}");
		if (over_tls)
			service_next_request(&first); /* the third does not wait for its handshake */
		assert_int_equal(kill(run.pid, SIGINT), 0);
		assert_int_equal(process_finish(&run), 130);
		assert_string_equal(run.output.at, row);
		assert_errors(&run, "");
		service_assert_left(&first);
		service_assert_left(&second);
		service_hang_up(&first);
		service_hang_up(&second);
		service_hang_up(&third);
	}
}

/* What has been answered is printed, even if it stands behind what has not. */
static void test_interrupt_in_order(void **state)
{
	struct service_line first, second;

	(void)state;
	start_async("--ordered Bob Bob", false);
	service_admit(&first, false);
	service_admit(&second, false);
	service_answer(&second, service_last_reply);
	shutdown(second.fd, SHUT_WR);
	service_assert_left(&second); /* closed, because the answer was taken */
	assert_int_equal(kill(run.pid, SIGINT), 0);
	assert_int_equal(process_finish(&run), 130);
	assert_string_equal(run.output.at, row);
	assert_errors(&run, "");
	service_assert_left(&first);
	service_hang_up(&first);
	service_hang_up(&second);
}

/* Writes many names to a file, and opens it for reading. */
static void write_names(char *path)
{
	FILE *names = fdopen(mkstemp(path), "w");

	assert_non_null(names);
	for (int i = 0; i < 20000; i++)
		fprintf(names, "name%d\n", i);
	assert_int_equal(fclose(names), 0);
}

/* At any point among thousands of names: no further name is asked for, and no message
 * complains about that. */
static void test_interrupt_in_a_stream(void **state)
{
	static struct server busy;
	char path[] = "/tmp/test-names-XXXXXX";

	(void)state;
	write_names(path);
	server_start(&busy, "--plain --cook 0-5");
	run.input_file = path;
	for (int round = 0; round < 12; round++) {
		process_start(&run, "genderize --limit 50 --url %s", busy.url);
		for (int line = 0; line <= 40 * round; line++)
			assert_non_null(process_line(&run));
		assert_int_equal(kill(run.pid, SIGINT), 0);
		assert_int_equal(process_finish(&run), 130);
		assert_errors(&run, "");
	}
	run.input_file = NULL;
	unlink(path);
	server_stop(&busy);
}

static void test_terminate(void **state)
{
	struct service_line line;

	(void)state;
	start_async("Bob", true);
	service_admit(&line, true);
	assert_int_equal(kill(run.pid, SIGTERM), 0);
	assert_int_equal(process_finish(&run), 128 + SIGTERM);
	assert_errors(&run, "");
	service_assert_left(&line);
	service_hang_up(&line);
}

static void test_interrupt_sync(void **state)
{
	static const int signals[] = {SIGINT, SIGTERM};
	struct service_line line;

	(void)state;
	for (int i = 0; i < 2; i++) {
		process_start(&run, "genderize_sync --url https://127.0.0.1:%u --cacert %s/ca.pem Bob Bob",
			service_port, service_folder);
		service_admit(&line, true);
		service_answer(&line, service_last_reply);
		service_hang_up(&line);
		service_admit(&line, true);
		assert_int_equal(kill(run.pid, signals[i]), 0);
		assert_int_equal(process_finish(&run), 128 + signals[i]);
		assert_string_equal(run.output.at, row);
		assert_errors(&run, "");
		service_assert_left(&line);
		service_hang_up(&line);
	}
}

/* Behind the first name stands a line that is as good as endless: no further name can be read. */
static void S2_a_line_without_end_can_be_interrupted(void **state)
{
	static const char *const programs[] = {"genderize", "genderize_sync"};
	char path[] = "/tmp/test-names-XXXXXX";
	int names = mkstemp(path);
	struct service_line line;

	(void)state;
	assert_int_equal(write(names, "Bob\n", 4), 4);
	assert_int_equal(ftruncate(names, (off_t)1 << 40), 0); /* NULs, which take no room */
	for (int i = 0; i < 2; i++) {
		run.input_file = path;
		process_start(&run, "%s --url http://127.0.0.1:%u", programs[i], service_port);
		run.input_file = NULL;
		service_admit(&line, false);
		service_answer(&line, service_last_reply);
		shutdown(line.fd, SHUT_WR);
		assert_non_null(process_line(&run));
		assert_int_equal(kill(run.pid, SIGINT), 0);
		assert_int_equal(process_finish(&run), 130);
		assert_string_equal(run.output.at, row);
		assert_errors(&run, "");
		service_hang_up(&line);
	}
	close(names);
	unlink(path);
}

static void fill(int fd)
{
	static const char bytes[4096];

	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (write(fd, bytes, sizeof bytes) > 0 || write(fd, bytes, 1) > 0)
		;
	fcntl(fd, F_SETFL, 0);
}

/* Its output is a full pipe, whose reader sleeps: the program is blocked in a write. A second Ctrl-C ends it
 * nevertheless. */
static void test_interrupt_again(void **state)
{
	char path[] = "/tmp/test-fifo-XXXXXX";
	struct pollfd errors = {.events = POLLIN};
	struct service_line line;
	int sleeper, presses = 0;

	(void)state;
	close(mkstemp(path));
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	sleeper = open(path, O_RDWR);
	fill(sleeper);
	run.output_file = path;
	start_async("Bob", false);
	run.output_file = NULL;
	service_admit(&line, false);
	service_answer(&line, service_last_reply);
	shutdown(line.fd, SHUT_WR);
	service_assert_left(&line); /* closed, because the answer was taken; now it is printed */
	errors.fd = run.err;
	do
		assert_int_equal(kill(run.pid, SIGINT), 0);
	while (++presses < 100 && poll(&errors, 1, 50) == 0);
	assert_int_equal(process_finish(&run), 128 + SIGINT);
	assert_string_equal(run.errors.at, ""); /* killed: the end of main would have told the time */
	assert_true(presses >= 2);
	service_hang_up(&line);
	close(sleeper);
	unlink(path);
}

/* ---- the reader has gone ---- */

static void test_reader_has_enough(void **state)
{
	struct service_line lines[3];
	double start = seconds_now();

	(void)state;
	start_async("Bob Bob Bob", false);
	for (int i = 0; i < 3; i++)
		service_admit(&lines[i], false);
	service_answer(&lines[0], service_reply);
	assert_non_null(process_line(&run));
	process_close_output(&run);
	service_answer(&lines[1], service_reply);
	assert_int_equal(process_finish(&run), 0);
	assert_string_equal(run.errors.at, "");
	assert_true(seconds_now() - start < 5); /* nobody waited for the third answer */
	for (int i = 0; i < 3; i++) {
		service_assert_left(&lines[i]);
		service_hang_up(&lines[i]);
	}
	process_start(&run, "genderize_sync --url http://127.0.0.1:%u Bob Bob Bob", service_port);
	for (int i = 0; i < 2; i++) {
		service_admit(&lines[i], false);
		if (i == 1)
			process_close_output(&run);
		service_answer(&lines[i], service_last_reply);
		service_hang_up(&lines[i]);
		if (i == 0)
			assert_non_null(process_line(&run));
	}
	assert_int_equal(process_finish(&run), 0);
	assert_string_equal(run.errors.at, "");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_interrupt),
		cmocka_unit_test(test_interrupt_in_order),
		cmocka_unit_test(test_interrupt_in_a_stream),
		cmocka_unit_test(test_terminate),
		cmocka_unit_test(test_interrupt_sync),
		cmocka_unit_test(S2_a_line_without_end_can_be_interrupted),
		cmocka_unit_test(test_interrupt_again),
		cmocka_unit_test(test_reader_has_enough),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, service_open, service_close);
}
