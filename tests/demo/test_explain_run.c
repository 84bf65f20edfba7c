/* test_explain_run.c - LOOP_RECORD, --record, and explain for what they kept. */
#include "tests/lib/process.h"

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
	static const char *const files[] = {"/lunch.sync", "/lunch.async", "/hello", "/bob", "/empty", ""};
	char path[64];

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s%s", name, files[i]);
		remove(path);
	}
	return process_kill_all(state);
}

/* A program without a word about records: the environment asks for one. */
static void any_run_is_recorded(void **state)
{
	static const char begin[] = " s  demo/examples/hello.c:";
	static const char end[] = "hello eats\n";
	char variable[64];

	(void)state;
	snprintf(variable, sizeof variable, "LOOP_RECORD=%s/hello", name);
	program.variable = variable;
	assert_int_equal(process_run(&program, "", "hello"), 0);
	assert_string_equal(program.output.at, "Hello ...\n... World!\n");
	assert_string_equal(program.errors.at, "");
	program.variable = NULL;
	assert_int_equal(process_run(&program, "", "explain %s/hello", name), 0);
	assert_string_equal(program.errors.at, "");
	assert_memory_equal(program.output.at + strlen("    0.000"), begin, sizeof begin - 1);
	assert_non_null(strstr(program.output.at, "task 1 hello is created"));
	assert_string_equal(program.output.at + program.output.len - (sizeof end - 1), end);
}

/* The program goes on, and says it. */
static void a_record_that_cannot_be_written_is_told(void **state)
{
	(void)state;
	program.variable = "LOOP_RECORD=/no/such/folder/record";
	assert_int_equal(process_run(&program, "", "hello"), 0);
	assert_string_equal(program.output.at, "Hello ...\n... World!\n");
	assert_string_equal(program.errors.at,
		"LOOP_RECORD: cannot open /no/such/folder/record: No such file or directory\n");
	program.variable = "LOOP_RECORD=/dev/full";
	assert_int_equal(process_run(&program, "", "hello"), 0);
	assert_string_equal(program.output.at, "Hello ...\n... World!\n");
	assert_string_equal(
		program.errors.at, "LOOP_RECORD: cannot write the record: No space left on device\n");
	program.variable = NULL;
}

/* What a program was told itself comes first. */
static void a_record_of_the_program_s_own_comes_first(void **state)
{
	char variable[64], path[64];

	(void)state;
	snprintf(path, sizeof path, "%s/nothing", name);
	snprintf(variable, sizeof variable, "LOOP_RECORD=%s", path);
	program.variable = variable;
	assert_int_equal(process_run(&program, "", "restaurant --customers 2 --record %s/lunch", name), 0);
	program.variable = NULL;
	assert_int_equal(access(path, F_OK), -1);
}

/* Errors are reported, too. */
static void a_failure_is_explained(void **state)
{
	static const char told[] = "genderize: Bob: cannot connect to host 127.0.0.1:1: Connection refused\n";

	(void)state;
	assert_int_equal(
		process_run(&program, "", "genderize --record %s/bob --retries 0 --url http://127.0.0.1:1/ Bob", name), 1);
	assert_string_equal(program.output.at, "");
	assert_memory_equal(program.errors.at, told, sizeof told - 1);
	assert_int_equal(process_run(&program, "", "explain %s/bob", name), 0);
	assert_non_null(strstr(program.output.at, "task 4 127.0.0.1 waits for connection 2, writable"));
	assert_non_null(strstr(program.output.at, "Bob's dish is spoilt, and Bob goes\n"));
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
	assert_string_equal(program.errors.at, "explain: missing argument: 'RECORD' (see --help)\n");
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
		cmocka_unit_test(any_run_is_recorded),
		cmocka_unit_test(a_record_that_cannot_be_written_is_told),
		cmocka_unit_test(a_record_of_the_program_s_own_comes_first),
		cmocka_unit_test(a_failure_is_explained),
		cmocka_unit_test(a_record_is_explained_as_the_run_was),
		cmocka_unit_test(what_is_no_record_is_refused),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, make_name, remove_name);
}
