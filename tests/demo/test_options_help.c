/* test_options_help.c - the words for the user: --help, and the name that messages begin with. */
#include "demo/genderize/options.h"
#include "tests/lib/capture.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_program_name(void **state)
{
	static char path[] = "./build/genderize_sync", bad[] = "--x";
	char *argv[] = {path, bad, NULL};
	struct options options;
	struct capture printed;
	int status;

	(void)state;
	capture_begin(&printed);
	status = options_parse(&options, 2, argv);
	capture_end(&printed);
	assert_int_equal(status, 2);
	assert_string_equal(printed.err, "genderize_sync: unknown option: '--x' (see --help)\n");
}

static void test_help(void **state)
{
	static const char *const words[] = {"Usage: genderize ", "(https://api.genderize.io)", "(100)",
		"(300)", "(30)", "1 to 10000", "table on a terminal, else jsonl", "GENDERIZE_APIKEY",
		"NO_COLOR", "Exit status: 0 ", " 1 some", " 2 wrong", " 130 Ctrl-C", "personal data", "guess",
		"--url ", "--cacert ", "--country ", "--limit ", "--timeout ", "--connect-timeout ",
		"--apikey ", "--format ", "--ordered ", "--record ", "--timing", "a spreadsheet may take one for a formula", "--help "};
	static char program[] = "genderize", name[] = "Bob", help[] = "--help";
	char *argv[] = {program, name, help, NULL};
	struct options options;
	struct capture printed;
	int lines = 0, status;

	(void)state;
	capture_begin(&printed);
	status = options_parse(&options, 3, argv);
	capture_end(&printed);
	assert_int_equal(status, 0);
	assert_string_equal(printed.err, "");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		assert_non_null(strstr(printed.out, words[i]));
	for (const char *at = printed.out; *at; at += strcspn(at, "\n") + 1, lines++)
		assert_true(strcspn(at, "\n") <= 80);
	assert_true(lines <= 24);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_program_name),
		cmocka_unit_test(test_help),
	};

	return cmocka_run_group_tests_name("options help", tests, NULL, NULL);
}
