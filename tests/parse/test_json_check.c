/* test_json_check.c - json-check as a program: one document on its standard input, 0 or 1, and 2 for what is no document's
 * fault; what is large, deep, and made to be slow. */
#include "http/parse/json.h"
#include "tests/lib/process.h"

#include <stdlib.h>
#include <unistd.h>

static struct process run;
static char path[] = "/tmp/test-json-XXXXXX";

static int check_text(const char *text, size_t len)
{
	process_start(&run, "json-check");
	process_feed(&run, text, len);
	return process_finish(&run);
}

/* ---- small ones ---- */

static void test_status(void **state)
{
#define TEXT(text)                                                                                           \
	{                                                                                                    \
		(text), sizeof(text) - 1                                                                     \
	}
	static const struct {
		struct slice text;
		int status;
		const char *message;
	} cases[] = {
		{TEXT("{}"), 0, ""},
		{TEXT(" \t\r\n[1, \"\\ud83d\\ude00\", null]\n"), 0, ""},
		{TEXT("0"), 0, ""},
		{TEXT("\"\\ud800\""), 0, ""}, /* in the grammar; json_string is who refuses it */
		{TEXT(""), 1, "json-check: empty at byte 0\n"},
		{TEXT(" \n"), 1, "json-check: empty at byte 2\n"},
		{TEXT("[1,"), 1, "json-check: cut short at byte 3\n"},
		{TEXT("[1]]"), 1, "json-check: something after the end at byte 3\n"},
		{TEXT("{}\0"), 1, "json-check: something after the end at byte 2\n"},
		{TEXT("\0"), 1, "json-check: an unexpected character at byte 0\n"},
		{TEXT("[1\0]"), 1, "json-check: an unexpected character at byte 2\n"},
		{TEXT("\"a\0b\""), 1, "json-check: a control character in a string at byte 2\n"},
		{TEXT("\xef\xbb\xbf{}"), 1, "json-check: a byte order mark stands before it at byte 0\n"}, /* N5 */
		{TEXT("\"\xed\xa0\x80\""), 1, "json-check: not UTF-8 at byte 1\n"},
		{TEXT("{'a':1}"), 1, "json-check: an unexpected character at byte 1\n"},
		{TEXT("[01]"), 1, "json-check: an unexpected character at byte 2\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(check_text(cases[i].text.at, cases[i].text.len), cases[i].status);
		assert_string_equal(run.errors.at, cases[i].message);
		assert_string_equal(run.output.at, "");
	}
}

/* 2: nothing was judged. */
static void test_no_document(void **state)
{
	(void)state;
	assert_int_equal(process_run(&run, "", "json-check document.json"), 2);
	assert_memory_equal(run.errors.at, "usage: ", 7);
	run.input_file = "/"; /* a folder can be opened, but not read */
	assert_int_equal(process_run(&run, "", "json-check"), 2);
	run.input_file = NULL;
	assert_memory_equal(run.errors.at, "json-check: standard input: ", 28);
}

/* ---- large ones ---- */

/* A document: `before`, so many times `again`, `after`; padded with blanks to at least len bytes. */
static int check_repeated(const char *before, const char *again, size_t times, const char *after, size_t len)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(before, file);
	for (size_t i = 0; i < times; i++)
		fputs(again, file);
	fputs(after, file);
	for (size_t written = (size_t)ftell(file); written < len; written++)
		fputc(' ', file);
	assert_int_equal(fclose(file), 0);
	run.input_file = path;
	process_run(&run, "", "json-check");
	run.input_file = NULL;
	return run.status;
}

static void test_size(void **state)
{
	(void)state;
	assert_int_equal(check_repeated("\"", "", 0, "\"", JSON_SIZE_MAX), 0);
	assert_int_equal(check_repeated("\"", "", 0, "\"", JSON_SIZE_MAX + 1), 1);
	assert_string_equal(run.errors.at, "json-check: larger than 16 MiB at byte 0\n");
	assert_int_equal(check_repeated("[0", ",[]", 300000, "]", 0), 0);
}

static void test_depth(void **state)
{
	char *opened = malloc(2 * JSON_DEPTH_MAX + 2);

	(void)state;
	memset(opened, '[', JSON_DEPTH_MAX);
	memset(opened + JSON_DEPTH_MAX, ']', JSON_DEPTH_MAX);
	opened[2 * JSON_DEPTH_MAX] = '\0';
	assert_int_equal(check_repeated(opened, "", 0, "", 0), 0);
	assert_int_equal(check_repeated("[", opened, 1, "]", 0), 1);
	assert_int_equal(check_repeated("", "[", 1000000, "", 0), 1);
	assert_int_equal(check_repeated("", "{\"\":", 1000000, "", 0), 1);
	/* One less deep, again and again: fine, until jsmn would be busy with it for long. */
	opened[2 * JSON_DEPTH_MAX - 1] = ',';
	assert_int_equal(check_repeated("[", opened + 1, 500, "0]", 0), 0);
	assert_int_equal(check_repeated("[", opened + 1, 2000, "0]", 0), 1);
	assert_non_null(strstr(run.errors.at, "deep too often"));
	/* What is not so deep can be as long as anything. */
	assert_int_equal(check_repeated("[", "[[[[[[[[0]]]]]]]],", 300000, "0]", 0), 0);
	free(opened);
}

static int set_up(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int tear_down(void **state)
{
	unlink(path);
	return process_kill_all(state);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_status),
		cmocka_unit_test(test_no_document),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_depth),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
