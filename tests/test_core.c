/* The core path alone: hello and genderize build without record, trace and dump, and do what they do with them. */
#include "tests/server.h"

static struct server server;

static void genderize_needs_no_observer(void **state)
{
	static struct process run;

	(void)state;
	server_start(&server, "--cook 0");
	assert_int_equal(process_run(&run, "", "tests/core_genderize --url %s --cacert %s Alice", server.url,
				 server.cafile),
		0);
	assert_string_equal(run.output.at,
		"{\"name\":\"Alice\",\"gender\":\"female\",\"probability\":0.99,\"count\":474175}\n");
	server_stop(&server);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(genderize_needs_no_observer),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, NULL, process_kill_all);
}
