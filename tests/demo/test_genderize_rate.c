/* test_genderize_rate.c - --rate R/BURST: in any window of T seconds, wherever it begins, at most BURST +
 * R * T requests are sent. Seen by the service, and in the record of the program itself. */
#include "tests/lib/server.h"
#include "tests/lib/service.h"

#include <signal.h>
#include <stdlib.h>

enum { RATE = 100, BURST = 5, NAMES = 30, STARTS_MAX = 200 };

static struct process run;
static double starts[STARTS_MAX]; /* in s */

/* What one side sees of a start may come 5 ms late, while the next one comes at once. */
static void assert_windows(int count, double rate, int burst)
{
	const double slack = 0.005;

	for (int first = 0; first < count; first++)
		for (int last = first; last < count; last++) {
			double most = burst + rate * (starts[last] - starts[first] + slack);

			if (last - first + 1 > most)
				fail_msg("%d starts in %.4f s", last - first + 1,
					starts[last] - starts[first]);
		}
}

static char *many_names(void)
{
	static char names[8 * NAMES];

	for (int i = 0, len = 0; i < NAMES; i++)
		len += snprintf(names + len, sizeof names - (size_t)len, "n%02d\n", i);
	return names;
}

/* In the order of the names, too; and no slower than the rate allows, give or take a busy machine. */
static void test_service(void **state)
{
	struct service_line line;
	char target[32];

	(void)state;
	process_start(&run, "genderize --limit 1 --rate %d/%d --url http://127.0.0.1:%u", RATE, BURST,
		service_port);
	process_feed(&run, many_names(), strlen(many_names()));
	service_admit(&line, false);
	for (int i = 0; i < NAMES; i++) {
		if (i)
			service_next_request(&line);
		starts[i] = seconds_now();
		snprintf(target, sizeof target, "GET /?name=n%02d ", i);
		assert_non_null(strstr(line.request, target));
		service_answer(&line, service_reply);
	}
	assert_int_equal(process_finish(&run), 0);
	service_hang_up(&line);
	assert_windows(NAMES, RATE, BURST);
	assert_true(starts[NAMES - 1] - starts[0] < 5);
}

static double field(const char *event, const char *name)
{
	const char *at = strstr(event, name);

	assert_non_null(at);
	return atof(at + strlen(name)) / NS_PER_S;
}

static int by_time(const void *a, const void *b)
{
	double difference = *(const double *)a - *(const double *)b;

	return (difference > 0) - (difference < 0);
}

/* A request's start is the end of its "send", since what comes before is waiting. */
static int read_starts(const char *path)
{
	static const char *const parts[] = {
		"\"begun\":", "\"queue\":", "\"resolve\":", "\"connect\":", "\"send\":"};
	FILE *record = fopen(path, "r");
	char event[1024];
	int count = 0;

	assert_non_null(record);
	while (fgets(event, sizeof event, record)) {
		if (!strstr(event, "\"ev\":\"request\""))
			continue;
		assert_in_range(count, 0, STARTS_MAX - 1);
		starts[count] = 0;
		for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
			starts[count] += field(event, parts[i]);
		count++;
	}
	fclose(record);
	unlink(path);
	qsort(starts, (size_t)count, sizeof *starts, by_time);
	return count;
}

/* Many connections; and a request that is sent again, while others are sent first, needs a token like
 * them. */
static void test_record(void **state)
{
	static struct server kitchen;
	char path[] = "/tmp/test-record-XXXXXX";
	int count;

	(void)state;
	close(mkstemp(path));
	server_start(&kitchen, "--plain --cook 20 --fail 503:50");
	process_run(&run, many_names(), "genderize --limit 100 --retries 1 --rate %d/%d --record %s --url %s",
		RATE, BURST, path, kitchen.url);
	server_stop(&kitchen);
	count = read_starts(path);
	assert_in_range(count, NAMES + 1, 2 * NAMES);
	assert_windows(count, RATE, BURST);
}

/* While the next one waits for its token: it is neither an answer nor a failure. */
static void test_interrupt(void **state)
{
	struct service_line line;
	double start;

	(void)state;
	process_start(&run, "genderize --limit 1 --rate 0.01 --url http://127.0.0.1:%u a b c", service_port);
	service_admit(&line, false);
	service_answer(&line, service_reply);
	assert_non_null(process_line(&run));
	start = seconds_now();
	assert_int_equal(kill(run.pid, SIGINT), 0);
	assert_int_equal(process_finish(&run), 130);
	assert_true(seconds_now() - start < 5);
	assert_errors(&run, "");
	service_assert_left(&line); /* no second request */
	service_hang_up(&line);
}

/* Behind the last name there is nothing to wait for. */
static void test_last(void **state)
{
	struct service_line line;
	double start = seconds_now();

	(void)state;
	process_start(&run, "genderize --rate 0.1 --url http://127.0.0.1:%u Bob", service_port);
	service_admit(&line, false);
	service_answer(&line, service_reply);
	assert_int_equal(process_finish(&run), 0);
	assert_true(seconds_now() - start < 5);
	service_hang_up(&line);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_service),
		cmocka_unit_test(test_record),
		cmocka_unit_test(test_interrupt),
		cmocka_unit_test(test_last),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, service_open, service_close);
}
