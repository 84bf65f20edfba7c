/* test_destination.c - where connections lead: to the URL's host, or all to one, by CONNECT_TO. */
#include "http/origin.h"
#include "tests/lib/server.h"

#include <stdlib.h>

static void assert_leads_to(const char *instead, const char *name, const char *port)
{
	struct destination to;

	if (instead)
		setenv("CONNECT_TO", instead, 1);
	else
		unsetenv("CONNECT_TO");
	resolve_destination(&to, "api.genderize.io", 443);
	assert_string_equal(to.name, name);
	assert_string_equal(to.port, port);
	unsetenv("CONNECT_TO");
}

static void every_connection_may_lead_to_one_host(void **state)
{
	char longest[300], name[300];

	(void)state;
	assert_leads_to(NULL, "api.genderize.io", "443");
	assert_leads_to("", "api.genderize.io", "443");
	assert_leads_to("localhost:8443", "localhost", "8443");
	assert_leads_to("127.0.0.1:1", "127.0.0.1", "1");
	assert_leads_to("[::1]:65535", "::1", "65535");
	assert_leads_to("localhost", "localhost", "80");
	memset(longest, 'a', sizeof longest);
	for (size_t i = 63; i < sizeof longest; i += 64)
		longest[i] = '.';
	longest[253] = '\0';
	strcpy(name, longest);
	strcat(longest, ":65535");
	assert_leads_to(longest, name, "65535");
}

static void what_is_no_host_leads_nowhere(void **state)
{
	static const char *const wrong[] = {":", ":443", "https://localhost:443", "local host:1",
		"localhost:65536", "localhost:x", "[::1", "user@localhost:1", "localhost:1/", "localhost:1?",
		"localhost:1#", "localhost:1\n"};
	char too_long[600];

	(void)state;
	memset(too_long, 'a', sizeof too_long);
	too_long[sizeof too_long - 1] = '\0';
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_leads_to(wrong[i], "CONNECT_TO is no HOST:PORT", "0");
	assert_leads_to(too_long, "CONNECT_TO is no HOST:PORT", "0");
}

static struct process run;

static void ask(const char *program, const char *host, const char *cafile)
{
	process_run(&run, "", "%s --format csv --url https://%s --cacert %s Eve", program, host, cafile);
}

/* Both programs get there; the certificate must still be that of the URL's host. */
static void programs_are_led(void **state)
{
	static const char *const programs[] = {"genderize --retries 0", "genderize_sync"};
	struct server server;
	char variable[64];

	(void)state;
	memset(&server, 0, sizeof server);
	server_start(&server, "--cook 0");
	snprintf(variable, sizeof variable, "CONNECT_TO=localhost:%u", server.port);
	run.variable = variable;
	for (int i = 0; i < 2; i++) {
		ask(programs[i], "api.genderize.io", server.cafile);
		assert_int_equal(run.status, 0);
		assert_non_null(strstr(run.output.at, "Eve,female"));
		ask(programs[i], "www.genderize.io", server.cafile);
		assert_int_equal(run.status, 1);
		assert_non_null(strstr(run.errors.at, "cannot connect to host www.genderize.io:443: "));
		assert_non_null(strstr(run.errors.at, "hostname mismatch"));
		run.variable = "CONNECT_TO=nowhere";
		ask(programs[i], "api.genderize.io", server.cafile);
		assert_int_equal(run.status, 1);
		assert_non_null(strstr(run.errors.at, "cannot connect to host api.genderize.io:443: "));
		run.variable = variable;
	}
	server_stop(&server);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_connection_may_lead_to_one_host),
		cmocka_unit_test(what_is_no_host_leads_nowhere),
		cmocka_unit_test(programs_are_led),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, NULL, process_kill_all);
}
