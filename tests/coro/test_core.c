/* test_core.c - the core alone: a program links without those who listen to it, and does what it does with them. */
#include "tests/lib/server.h"

static struct server server;

static void a_program_needs_no_watcher(void **state)
{
	static struct process run;

	(void)state;
	server_start(&server, "--cook 0");
	assert_int_equal(process_run(&run, "", "tests/core_three %s %s?name=Alice %s?name=Bob %s?name=Eve", server.cafile,
				 server.url, server.url, server.url),
		0);
	assert_non_null(strstr(run.output.at, "?name=Bob is male\n"));
	assert_string_equal(run.errors.at, "");
	server_stop(&server);
}

static void neither_does_the_article(void **state)
{
	static struct process run;

	(void)state;
	assert_int_equal(process_run(&run, "", "tests/core_my_coroutine"), 0);
	assert_string_equal(run.output.at, "Hello, World!\n");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_program_needs_no_watcher),
		cmocka_unit_test(neither_does_the_article),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, NULL, process_kill_all);
}
