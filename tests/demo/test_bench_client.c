/* test_bench_client.c - the bench client measures what it says: as many requests over as many connections as
 * its mode wants, and no wrong reply passes for a right one. */
#include "tests/lib/server.h"
#include "tests/lib/service.h"

#include <stdio.h>

static struct server server;
static struct process run;

static struct line { /* what it prints */
	long n, c, rss0_kb, peak_kb, errors;
	double wall_s, user_s, sys_s;
	unsigned opened, used, resumed; /* of its line on stderr … */
	unsigned long allocations, held;
} line;

/* The line has to be just this JSON, and nothing beside it. */
static void read_line(void)
{
	const char *told = strstr(run.errors.at, "connections opened: ");
	int end = 0;

	assert_int_equal(sscanf(run.output.at,
				 "{\"n\":%ld,\"c\":%ld,\"wall_s\":%lf,\"user_s\":%lf,\"sys_s\":%lf,"
				 "\"rss0_kb\":%ld,\"peak_kb\":%ld,\"errors\":%ld}%n",
				 &line.n, &line.c, &line.wall_s, &line.user_s, &line.sys_s, &line.rss0_kb,
				 &line.peak_kb, &line.errors, &end),
		8);
	assert_string_equal(run.output.at + end, "\n");
	assert_non_null(told);
	assert_int_equal(sscanf(told,
				 "connections opened: %u, resumed: %u; requests on a used one: %u; "
				 "allocations: %lu; bytes held: %lu",
				 &line.opened, &line.resumed, &line.used, &line.allocations, &line.held),
		5);
}

static void measure(const char *order)
{
	assert_int_equal(process_run(&run, "", "bench-client %s %s %s", server.url, server.cafile, order), 0);
	read_line();
}

/* ---- modes ---- */

static void test_modes(void **state)
{
	static const struct {
		const char *order;
		long n, c;
		unsigned opened, used;
	} cases[] = {
		{"7 3 keep", 7, 3, 3, 7}, /* three more requests, not timed, have opened the connections */
		{"2 3 keep", 2, 3, 3, 2},
		{"9 1 keep", 9, 1, 1, 9},
		{"7 3 keep-full", 7, 3, 3, 7},
		{"7 3 close", 7, 3, 7, 0},
		{"7 3 close-resume", 7, 3, 7, 0},
		{"3 3 cold", 3, 3, 3, 0},
		{"9 1 cold", 9, 1, 1, 8},
		{"1 5 warm", 5, 5, 5, 5},
	};

	(void)state;
	server_start(&server, "--cook 20"); /* no reply comes before the last connection is begun */
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		measure(cases[i].order);
		assert_int_equal(line.n, cases[i].n);
		assert_int_equal(line.c, cases[i].c);
		assert_int_equal(line.errors, 0);
		if (line.opened != cases[i].opened || line.used != cases[i].used)
			fail_msg("%s: %u connections, %u requests on a used one", cases[i].order, line.opened,
				line.used);
		if (strstr(cases[i].order, "keep")) /* what is kept needs nothing more */
			assert_int_equal(line.allocations, 0);
		assert_true(line.held > 0);
		assert_true(line.resumed == 0 || !strstr(cases[i].order, "full"));
		assert_true(line.wall_s >= 0.020 && line.user_s + line.sys_s < line.wall_s + 1);
		assert_true(line.rss0_kb > 0 && line.peak_kb >= line.rss0_kb);
	}
	server_stop(&server);
}

/* ---- errors ---- */

static void test_failures(void **state)
{
	(void)state;
	server_start(&server, "--cook 0 --fail 500:100");
	measure("6 2 cold");
	assert_int_equal(line.errors, 6);
	assert_non_null(strstr(run.errors.at, ": 500, message="));
	measure("6 2 keep"); /* the requests that open the connections count too */
	assert_int_equal(line.errors, 8);
	measure("1 4 warm");
	assert_int_equal(line.errors, 8);
	server_stop(&server);
	measure("3 3 keep"); /* nobody there: and nobody waits for ever for the others */
	assert_int_equal(line.errors, 6);
}

#define REPLY(body) "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" body
#define FACTS       "\"gender\":null,\"probability\":0,\"count\":0"

/* The first name asked for is Alice. */
static void test_lies(void **state)
{
	static const struct {
		const char *reply, *why; /* NULL: it is right */
	} cases[] = {
		{REPLY("{\"name\":\"Alice\"," FACTS "}"), NULL},
		{REPLY("{\"name\":\"Bob\"," FACTS "}"), "not about this name"},
		{REPLY("{\"name\":\"alice\"," FACTS "}"), "not about this name"},
		{REPLY("{" FACTS "}"), "not about this name"},
		{REPLY("[]"), "not about this name"},
		{REPLY("{\"name\":\"Alice\",\"probability\":0,\"count\":0}"), "a field"},
		{REPLY("{\"name\":\"Alice\",\"gender\":null,\"count\":0}"), "a field"},
		{REPLY("{\"name\":\"Alice\",\"gender\":null,\"probability\":0}"), "a field"},
		{REPLY("{\"name\":\"Alice\""), "not JSON"},
	};
	struct service_line other;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		process_start(&run, "bench-client http://127.0.0.1:%u/ - 1 1 cold", service_port);
		service_admit(&other, false);
		assert_non_null(strstr(other.request, "GET /?name=Alice HTTP/1.1\r\n"));
		service_answer(&other, cases[i].reply);
		service_hang_up(&other);
		assert_int_equal(process_finish(&run), 0);
		read_line();
		if (line.errors != (cases[i].why != NULL) ||
			(cases[i].why && !strstr(run.errors.at, cases[i].why)))
			fail_msg("%s: %ld errors, \"%s\"", strstr(cases[i].reply, "\r\n\r\n") + 4,
				line.errors, run.errors.at);
	}
}

static void test_usage(void **state)
{
	static const char *const wrong[] = {"", "http://a b 1 1", "http://a b 1 1 keep more",
		"http://a b 0 1 keep", "http://a b 1 0 keep", "http://a b 1x 1 keep", "http://a b 1 -1 keep",
		"http://a b 1 1 open"};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(
			process_run(&run, "", *wrong[i] ? "bench-client %s" : "bench-client%s", wrong[i]), 2);
		assert_string_equal(run.output.at, "");
		assert_non_null(strstr(run.errors.at, "usage: "));
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_modes),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_lies),
		cmocka_unit_test(test_usage),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, service_open, service_close);
}
