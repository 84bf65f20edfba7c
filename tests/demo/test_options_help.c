/* test_options_help.c - the words for the user: --help, and the name that messages begin with. */
#include "demo/genderize/options.h"
#include "tests/lib/capture.h"
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>

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
	assert_string_equal(printed.err, "genderize_sync: unknown option: '--x' (--help lists them)\n");
}

static void test_help(void **state)
{
	static const char *const words[] = {"Usage: genderize ", "(https://api.genderize.io)", "(100)",
		"(300)", "(30)", "1 to 10000", "table on a terminal, else jsonl", "GENDERIZE_APIKEY",
		"NO_COLOR", "Exit status: 0 ", " 1 some", " 2 wrong", " 130 Ctrl-C", "personal data", "guess",
		"--url ", "--cacert ", "--country ", "--limit ", "--timeout ", "--connect-timeout ",
		"--apikey ", "--format ", "--ordered ", "--sync ", "--record ", "--help "};
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

/* --help in a process of its own, since a stream that failed stays so. Returns its exit status. */
static int help_to(int fd, char *err, size_t size)
{
	static char program[] = "genderize", help[] = "--help";
	char *argv[] = {program, help, NULL};
	struct options options;
	int ends[2], status;
	size_t len = 0;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		signal(SIGPIPE, SIG_IGN);
		dup2(fd, STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		_exit(options_parse(&options, 2, argv));
	}
	close(ends[1]);
	for (ssize_t n = 1; n > 0; len += n > 0 ? (size_t)n : 0)
		n = read(ends[0], err + len, size - 1 - len);
	err[len] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_help_into_a_closed_pipe(void **state)
{
	char err[256];
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	assert_int_equal(help_to(ends[1], err, sizeof err), 0);
	assert_string_equal(err, "");
	close(ends[1]);
}

static void test_help_onto_a_full_disk(void **state)
{
	char err[256];
	int full = open("/dev/full", O_WRONLY); /* not every system has it */

	(void)state;
	if (full < 0)
		skip();
	assert_int_equal(help_to(full, err, sizeof err), 1);
	assert_string_equal(err, "genderize: No space left on device\n");
	close(full);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_program_name),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_help_into_a_closed_pipe),
		cmocka_unit_test(test_help_onto_a_full_disk),
	};

	return cmocka_run_group_tests_name("options help", tests, NULL, NULL);
}
