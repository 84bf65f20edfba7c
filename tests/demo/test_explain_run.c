/* test_explain_run.c - --explain as a person calls it, and explain for a record that was kept. */
#include "tests/lib/process.h"

#include <glob.h>
#include <stdlib.h>
#include <unistd.h>

static struct process program;
static char name[] = "/tmp/test_explain.XXXXXX";

static int make_name(void **state)
{
	(void)state;
	return mkdtemp(name) ? 0 : -1;
}

static int remove_name(void **state)
{
	static const char *const files[] = {"/lunch.sync", "/lunch.async", "/empty", ""};
	char path[64];

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s%s", name, files[i]);
		remove(path);
	}
	return process_kill_all(state);
}

static size_t left_behind(void)
{
	glob_t found;
	size_t count = glob("/tmp/explain.*", 0, NULL, &found) == 0 ? found.gl_pathc : 0;

	globfree(&found);
	return count;
}

/* First what the program prints, then its run, from the first event to the last. */
static void hello_explains_itself(void **state)
{
	static const char begin[] = "Hello ...\n... World!\n    0.000 s  demo/examples/hello.c:";
	static const char end[] = "hello eats\n";
	size_t before = left_behind();

	(void)state;
	assert_int_equal(process_run(&program, "", "hello --explain"), 0);
	assert_string_equal(program.errors.at, "");
	assert_memory_equal(program.output.at, begin, sizeof begin - 1);
	assert_string_equal(program.output.at + program.output.len - (sizeof end - 1), end);
	assert_int_equal(left_behind(), before);
}

/* The option may stand anywhere, and is no name; what goes wrong is told, too. */
static void a_failure_is_explained(void **state)
{
	static const char told[] = "genderize: Bob: cannot connect to host 127.0.0.1:1: Connection refused\n";
	static const char *const commands[] = {
		"genderize --explain --retries 0 --url http://127.0.0.1:1/ Bob",
		"genderize --retries 0 --url http://127.0.0.1:1/ Bob --explain"};

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(process_run(&program, "", "%s", commands[i]), 1);
		assert_string_equal(program.output.at, "");
		assert_memory_equal(program.errors.at, told, sizeof told - 1);
		assert_non_null(
			strstr(program.errors.at, "task 4 127.0.0.1 waits for connection 1, writable"));
		assert_non_null(strstr(program.errors.at, "Bob's dish is spoilt, and Bob goes\n"));
	}
}

static void a_record_is_explained_as_the_run_was(void **state)
{
	static char direct[PROCESS_TEXT_MAX];

	(void)state;
	assert_int_equal(process_run(&program, "", "restaurant --customers 4 --explain"), 0);
	strcpy(direct, program.output.at);
	assert_int_equal(process_run(&program, "", "restaurant --customers 4 --record %s/lunch", name), 0);
	assert_int_equal(process_run(&program, "", "explain %s/lunch.async", name), 0);
	assert_string_equal(program.output.at, direct);
	assert_string_equal(program.errors.at, "");
}

static void what_is_no_record_is_refused(void **state)
{
	char path[64], words[128];

	(void)state;
	snprintf(path, sizeof path, "%s/empty", name);
	fclose(fopen(path, "w"));
	assert_int_equal(process_run(&program, "", "explain %s", path), 1);
	snprintf(words, sizeof words, "explain: %s:1: is empty, or cannot be read\n", path);
	assert_string_equal(program.errors.at, words);
	assert_int_equal(process_run(&program, "", "explain"), 2);
	assert_string_equal(program.errors.at, "explain: missing argument: 'RECORD' (--help lists them)\n");
	assert_int_equal(process_run(&program, "", "explain /nowhere/at/all"), 1);
	assert_string_equal(program.errors.at, "explain: /nowhere/at/all: No such file or directory\n");
	program.output_file = "/dev/full";
	assert_int_equal(process_run(&program, "", "explain %s/lunch.async", name), 1);
	assert_string_equal(program.errors.at, "explain: standard output: No space left on device\n");
	program.output_file = NULL;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hello_explains_itself),
		cmocka_unit_test(a_failure_is_explained),
		cmocka_unit_test(a_record_is_explained_as_the_run_was),
		cmocka_unit_test(what_is_no_record_is_refused),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, make_name, remove_name);
}
