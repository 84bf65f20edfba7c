/* test_misuse_check.c - shows the mistakes of tests/house/misuse/ to `make check`, which must name those that a file
 * promises, and must be silent about all that is right: see misuse/example.h. What it cannot do it says.
 *
 * `make test` says in the environment how the tree is compiled. Without gcc, clang or Python the tests that need them
 * are skipped. */
#include "tests/lib/gallery.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SAID_MAX = 65536, PATHS_MAX = EXHIBITS_MAX * 64 };

static char said[SAID_MAX];     /* what the last check printed */
static char mistakes[SAID_MAX]; /* … and that of all the files with their mistakes */

/* Runs it on these files, with tools other than its own if `with` names some: returns its exit status. */
static int check(const char *with, const char *how, const char *files)
{
	char path[544];
	size_t len;
	FILE *f;

	snprintf(path, sizeof path, "%s/check.out", gallery_folder);
	shell("%s exec sh tests/house/check.sh '%s %s' %s >%s", with, from_environment("MISUSE_CHECK"), how,
		files, path);
	f = fopen(path, "r");
	assert_non_null(f);
	len = fread(said, 1, sizeof said - 1, f);
	fclose(f);
	said[len] = '\0';
	assert_string_equal(end.text, "");
	assert_true(WIFEXITED(end.status));
	return WEXITSTATUS(end.status);
}

static const char *all_paths(void)
{
	static char paths[PATHS_MAX];

	paths[0] = '\0';
	for (int i = 0; i < exhibits_count; i++) {
		strcat(paths, exhibits[i].path);
		strcat(paths, " ");
	}
	return paths;
}

static bool is_complete(void)
{
	return system("gcc -Werror -Wclobbered -E -x c /dev/null >/dev/null 2>&1 &&"
		      " command -v clang >/dev/null && command -v python3 >/dev/null") == 0;
}

/* One look at all of them is quicker than many looks at one. */
static int check_all(void **state)
{
	(void)state;
	if (is_complete())
		assert_int_equal(check("", "", all_paths()), 1);
	memcpy(mistakes, said, sizeof mistakes);
	return 0;
}

/* The lines about one file, into text. */
static void lines_about(const struct exhibit *x, char *text, size_t room)
{
	char start[112];

	snprintf(start, sizeof start, "%s:", x->path);
	text[0] = '\0';
	for (const char *at = mistakes; *at; at += strcspn(at, "\n"), at += *at == '\n') {
		size_t len = strcspn(at, "\n");

		if (strncmp(at, start, strlen(start)) == 0)
			snprintf(text + strlen(text), room - strlen(text), "%.*s\n", (int)len, at);
	}
}

static void what_is_promised_is_named(void **state)
{
	const struct exhibit *x = *state;
	const char *words = promised(x, "check");
	char about[2048];

	if (!is_complete())
		skip();
	lines_about(x, about, sizeof about);
	if (!words) {
		if (promised(x, "right") || promised(x, "not caught"))
			assert_string_equal(about, "");
		return;
	}
	if (!strstr(about, words))
		fail_msg("%s: no \"%s\" in: %s", x->path, words, about);
	assert_marks_named(x, "check", about);
}

static void the_right_ways_are_accepted(void **state)
{
	(void)state;
	if (!is_complete())
		skip();
	assert_int_equal(check("", "-DFIXED", all_paths()), 0);
	assert_string_equal(said, "");
}

/* coro.h lists what is not caught: by the names of the files that show it. */
static void the_list_of_what_is_not_caught_is_true(void **state)
{
	char header[32768], name[128];
	FILE *f = fopen("coro/coro.h", "r");
	size_t len = fread(header, 1, sizeof header - 1, f);
	char *list, *behind;

	(void)state;
	fclose(f);
	header[len] = '\0';
	list = strstr(header, "Not caught");
	assert_non_null(list);
	behind = strstr(list, "*/");
	assert_non_null(behind);
	*behind = '\0';
	for (int i = 0; i < exhibits_count; i++) {
		snprintf(name, sizeof name, "%s", strrchr(exhibits[i].path, '/') + 1);
		*strrchr(name, '.') = '\0';
		if (!strstr(list, name) != !promised(&exhibits[i], "not caught"))
			fail_msg("%s: coro.h and the file do not agree on whether it is caught", name);
	}
}

/* ---- a file of anybody's ---- */

static char outside[] = "/tmp/test-check-XXXXXX";

static void a_file_may_lie_anywhere(void **state)
{
	char path[96], expected[192];

	(void)state;
	if (!is_complete())
		skip();
	shell("cp tests/house/misuse/local_array.c %s/mine.c", outside);
	snprintf(path, sizeof path, "%s/mine.c", outside);
	assert_int_equal(check("", "", path), 1);
	snprintf(expected, sizeof expected,
		"%s:19: work: 'buf' is read here, but the await in line 18 lost what "
		"line 17 put there: make it a field, ASYNC(char buf[64]), and write my->buf\n",
		path);
	assert_string_equal(said, expected);
	assert_int_equal(check("", "-DFIXED", path), 0);
	assert_string_equal(said, "");
}

static void the_program_of_the_note_is_accepted(void **state)
{
	(void)state;
	assert_int_equal(check("", "", "tests/house/example/three.c"), 0);
	if (is_complete())
		assert_string_equal(said, "");
}

static void what_does_not_compile_is_no_success(void **state)
{
	char path[96];

	(void)state;
	shell("echo 'int main(void) { return oops; }' >%s/broken.c", outside);
	snprintf(path, sizeof path, "%s/broken.c", outside);
	assert_int_equal(check("", "", path), 1);
	assert_non_null(strstr(said, "broken.c:1:"));
}

/* What needs a tool that is not there is skipped aloud; the rest is done. */
static void a_missing_tool_is_told(void **state)
{
	static const char *const missing[] = {"CHECK_CLANG=/nowhere", "CHECK_PYTHON=/nowhere"};

	(void)state;
	if (!is_complete())
		skip();
	for (int i = 0; i < 2; i++) {
		assert_int_equal(
			check(missing[i], "", "tests/house/misuse/local_array.c"), 0); /* gcc sees no arrays */
		assert_non_null(strstr(said, "skipped: "));
		assert_non_null(strstr(said, "/nowhere"));
		assert_int_equal(check(missing[i], "", "tests/house/misuse/parameter_counted_down.c"), 1);
		assert_non_null(strstr(said, "skipped: "));
		assert_non_null(strstr(said, ": tick: 'times' is changed before an await and read after it"));
		assert_int_equal(check(missing[i], "-DFIXED", "tests/house/misuse/parameter_counted_down.c"), 0);
	}
	assert_int_equal(check("CHECK_GCC=/nowhere", "", "tests/house/misuse/parameter_counted_down.c"), 1);
	assert_non_null(strstr(said, "skipped: gcc (/nowhere)"));
	assert_non_null(strstr(said, ": tick: 'times' is read here"));
}

int main(int argc, char **argv)
{
	static struct CMUnitTest tests[EXHIBITS_MAX + 8] = {
		cmocka_unit_test(the_right_ways_are_accepted),
		cmocka_unit_test(the_list_of_what_is_not_caught_is_true),
		cmocka_unit_test(a_file_may_lie_anywhere),
		cmocka_unit_test(the_program_of_the_note_is_accepted),
		cmocka_unit_test(what_does_not_compile_is_no_success),
		cmocka_unit_test(a_missing_tool_is_told),
	};
	struct CMUnitTest *next = tests;
	int failed;

	(void)argc;
	if (!gallery_open(argv[0]) || !mkdtemp(outside))
		return 1;
	while (next->name)
		next++;
	for (int i = 0; i < exhibits_count; i++)
		*next++ = (struct CMUnitTest){
			exhibits[i].path, what_is_promised_is_named, NULL, NULL, &exhibits[i]};
	failed = cmocka_run_group_tests(tests, check_all, NULL);
	shell("rm -r %s", outside);
	return failed;
}
