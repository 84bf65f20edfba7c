/* test_report.c - what stands on out and on err, to the byte, and when. */
#include "tests/lib/report_page.h"
#include <errno.h>
#include <signal.h>
#include <unistd.h>

#define WIPE "\r\033[K"

enum { MS = 1000000 };

static void test_rows_as_they_arrive(void **state)
{
	struct page page;

	(void)state;
	open_page(&page, FORMAT_CSV, 0);
	assert_string_equal(page.out, "");
	answer(&page, 2, "Charlie");
	assert_string_equal(page.out, HEADER ROW("Charlie"));
	report_failure(&page.report, 1, "Bob", "timed out");
	answer(&page, 0, "Alice");
	assert_string_equal(page.out, HEADER ROW("Charlie") ROW("Alice"));
	assert_string_equal(page.err, "genderize: Bob: timed out\n");
	assert_int_equal(report_close(&page.report, 0.125), 1);
	assert_string_equal(page.out, HEADER ROW("Charlie") ROW("Alice"));
	assert_string_equal(page.err, "genderize: Bob: timed out\nTime taken: 0.12 seconds\n");
	close_page(&page);
}

/* The format, the header and where the time is printed. */
static void test_formats(void **state)
{
	static const char table[] = "name          gender   probability      count\n";
	static const char row[] = "Bob           male            0.50          1\n";
	static const char json[] = "{\"name\":\"Bob\",\"gender\":\"male\",\"probability\":0.5,\"count\":1}\n";
	static const char time[] = "Time taken: 2.00 seconds\n";
	static const struct {
		enum format format;
		int how;
		const char *out[4], *err;
	} cases[] = {
		{FORMAT_AUTO, OUT_TTY, {"\033[1m", table, "\033[0m", row}, ""},
		{FORMAT_AUTO, 0, {json, "", "", ""}, time},
		{FORMAT_TABLE, 0, {table, row, "", ""}, time},
		{FORMAT_JSONL, OUT_TTY, {json, "", "", ""}, time},
		{FORMAT_CSV, OUT_TTY, {HEADER, ROW("Bob"), "", ""}, time},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct page page;
		char expected[256];
		const char *const *out = cases[i].out;
		snprintf(expected, sizeof expected, "%s%s%s%s%s", out[0], out[1], out[2], out[3],
			*cases[i].err ? "" : time);
		open_page(&page, cases[i].format, cases[i].how);
		answer(&page, 0, "Bob");
		assert_int_equal(report_close(&page.report, 2), 0);
		assert_string_equal(page.out, expected);
		assert_string_equal(page.err, cases[i].err);
		close_page(&page);
	}
}

static void test_without_rows(void **state)
{
	struct page page;

	(void)state;
	open_page(&page, FORMAT_CSV, ORDERED);
	assert_int_equal(report_close(&page.report, 0), 0);
	assert_string_equal(page.out, HEADER);
	close_page(&page);
	open_page(&page, FORMAT_TABLE, OUT_TTY);
	assert_int_equal(report_close(&page.report, 0), 0);
	assert_string_equal(page.out, "Time taken: 0.00 seconds\n");
	close_page(&page);
}

/* No bold type if NO_COLOR is set, or if the terminal knows no escape sequences. */
static void test_plain_terminals(void **state)
{
	static const char *const variables[][3] = {
		{"NO_COLOR", "1", NULL}, {"TERM", "dumb", "xterm"}, {"NO_COLOR", "", NULL}};

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct page page;
		setenv(variables[i][0], variables[i][1], 1);
		open_page(&page, FORMAT_TABLE, OUT_TTY | ERR_TTY);
		assert_int_equal(page.report.bold, i == 2);
		report_progress(&page.report, 0);
		assert_int_equal(page.report.progress_shown, i != 1);
		report_close(&page.report, 0);
		close_page(&page);
		unsetenv(variables[i][0]);
		if (variables[i][2])
			setenv(variables[i][0], variables[i][2], 1);
	}
}

static void test_text_from_outside_is_harmless(void **state)
{
	struct page page;

	(void)state;
	open_page(&page, FORMAT_JSONL, 0);
	report_failure(&page.report, 0, "B\033[2Jb", "401: \"no\nkey\"");
	report_note(&page.report, NULL, "\x9B");
	assert_string_equal(page.err, "genderize: B\\x1B[2Jb: 401: \"no\\x0Akey\"\ngenderize: \\x9B\n");
	assert_int_equal(report_close(&page.report, 0), 1);
	close_page(&page);
}

#define ZERO "  0 of 100\r"

static void test_progress(void **state)
{
	struct page page;
	struct report *report = &page.report;

	(void)state;
	open_page(&page, FORMAT_JSONL, ERR_TTY);
	report->total = 100;
	report_progress(report, 5 * MS);
	assert_string_equal(page.err, ZERO);
	/* nothing new: nothing to do, however late */
	report_progress(report, 500 * MS);
	assert_string_equal(page.err, ZERO);
	/* rows go elsewhere and leave the line alone; 50 ms after the last drawing it is due */
	answer(&page, 0, "Alice");
	answer(&page, 1, "Bob");
	report_progress(report, 55 * MS - 1);
	assert_string_equal(page.err, ZERO);
	report_progress(report, 55 * MS);
	assert_string_equal(page.err, ZERO WIPE "  2 of 100\r");
	/* a message takes its place, and it comes back below at once */
	report_failure(report, 2, "Eve", "no");
	assert_string_equal(page.err, ZERO WIPE "  2 of 100\r" WIPE "genderize: Eve: no\n  3 of 100, 1 failed\r");
	report_progress(report, 60 * MS);
	report_close(report, 1);
	assert_string_equal(page.err, ZERO WIPE "  2 of 100\r" WIPE "genderize: Eve: no\n"
						"  3 of 100, 1 failed\r" WIPE "Time taken: 1.00 seconds\n");
	close_page(&page);
}

static void test_progress_on_the_rows_own_terminal(void **state)
{
	struct page page;

	(void)state;
	open_page(&page, FORMAT_CSV, OUT_TTY | ERR_TTY | ORDERED);
	report_progress(&page.report, -7);
	assert_string_equal(page.err, "  0 answered\r");
	/* held back, so nothing is printed and nothing wiped, but counted */
	answer(&page, 1, "Bob");
	assert_string_equal(page.err, "  0 answered\r");
	report_progress(&page.report, 100 * MS);
	assert_string_equal(page.err, "  0 answered\r" WIPE "  1 answered\r");
	/* header and two rows take its place, and each time it comes back below */
	answer(&page, 0, "Alice");
#define TWO WIPE "  2 answered\r"
	assert_string_equal(page.err, "  0 answered\r" WIPE "  1 answered\r" TWO TWO TWO);
	assert_string_equal(page.out, HEADER ROW("Alice") ROW("Bob"));
	report_close(&page.report, 0);
	close_page(&page);
}

static void test_no_progress_without_a_terminal(void **state)
{
	struct page page;

	(void)state;
	open_page(&page, FORMAT_TABLE, OUT_TTY);
	answer(&page, 0, "Alice");
	report_progress(&page.report, 1000 * MS);
	report_close(&page.report, 0);
	assert_string_equal(page.err, "");
	close_page(&page);
}

/* `| head`: silent at once, and success whatever failed before or after. */
static void test_reader_has_gone(void **state)
{
	struct page page;
	FILE *pipe_end;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	pipe_end = fdopen(ends[1], "w");
	open_page(&page, FORMAT_CSV, ORDERED | ERR_TTY);
	page.report.out.fd = fileno(pipe_end);
	answer(&page, 0, "Alice");
	assert_false(report_broken(&page.report));
	close(ends[0]);
	answer(&page, 2, "Charlie");
	assert_false(report_broken(&page.report));
	answer(&page, 1, "Bob");
	assert_true(report_broken(&page.report));
	report_failure(&page.report, 3, "Eve", "cancelled");
	answer(&page, 5, "Frank");
	assert_int_equal(report_close(&page.report, 1), 0);
	assert_string_equal(page.err, "");
	fclose(pipe_end);
	close_page(&page);
}

/* Any other failed write is reported once, and is a failure. */
static void test_full_disk(void **state)
{
	struct page page;
	FILE *full = fopen("/dev/full", "w"); /* not every system has it */

	(void)state;
	if (!full)
		skip();
	open_page(&page, FORMAT_JSONL, 0);
	page.report.out.fd = fileno(full);
	answer(&page, 0, "Alice");
	assert_int_equal(page.report.error, ENOSPC);
	assert_false(report_broken(&page.report));
	answer(&page, 1, "Bob");
	assert_int_equal(report_close(&page.report, 1), 1);
	assert_string_equal(
		page.err, "genderize: cannot write: No space left on device\nTime taken: 1.00 seconds\n");
	fclose(full);
	close_page(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PAGE_TEST(test_rows_as_they_arrive),
		PAGE_TEST(test_formats),
		PAGE_TEST(test_without_rows),
		PAGE_TEST(test_plain_terminals),
		PAGE_TEST(test_text_from_outside_is_harmless),
		PAGE_TEST(test_progress),
		PAGE_TEST(test_progress_on_the_rows_own_terminal),
		PAGE_TEST(test_no_progress_without_a_terminal),
		PAGE_TEST(test_reader_has_gone),
		PAGE_TEST(test_full_disk),
	};

	signal(SIGPIPE, SIG_IGN);
	unsetenv("NO_COLOR");
	setenv("TERM", "xterm", 1);
	return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
