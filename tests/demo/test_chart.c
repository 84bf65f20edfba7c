/* test_chart.c - the bars say what the numbers say, and no text of others commands the terminal. */
#include "demo/chart/chart.h"
#include "tests/lib/process.h"

#include <stdlib.h>
#include <unistd.h>

static struct process chart;

/* A table of one column. */
static int run(const char *rows, const char *options)
{
	char table[512];

	snprintf(table, sizeof table, "way\ttime\n%s", rows);
	return process_run(&chart, table, "chart%s%s", *options ? " " : "", options);
}

static void test_in_the_terminal(void **state)
{
	static const char *const locales[] = {"LC_ALL=C", "LC_ALL=C.UTF-8"};
	static const char phases[] = "way\twait\tread\nsync\t10\t0\nhalf\t3.5\t1.5\nasync\t0.2\t0."
				     "3\nnothing\t0\t0\nshort\t0\t0.001\n";

	(void)state;
	for (int i = 0; i < 2; i++) {
		chart.variable = locales[i];
		assert_int_equal(process_run(&chart, phases, "chart --title Ways"), 0);
		assert_string_equal(chart.errors.at, "");
		assert_string_equal(chart.output.at,
			"Ways\n"
			"sync        10.00 s  ##################################################\n"
			"half         5.00 s  ##################=======\n"
			"async        0.50 s  #==\n"
			"nothing      0.00 s  \n"
			"short        0.00 s  =\n"
			"            seconds  +---------+---------+---------+---------+---------+\n"
			"                     0         2         4         6         8         10\n"
			"The short ones, 20 times as wide:\n"
			"async        0.50 s  ####################==============================\n"
			"short        0.00 s  =\n"
			"            seconds  +---------+---------+---------+---------+---------+\n"
			"                     0         0.1       0.2       0.3       0.4       0.5\n"
			"# wait: 10.000, 3.500, 0.200, 0.000, 0.000 s\n"
			"= read: 0.000, 1.500, 0.300, 0.000, 0.001 s\n"
			"short: 99.9 % less time than sync.\n");
	}
	chart.variable = NULL;
}

/* A label has the columns that it takes on a terminal; in the C locale it is printed in ASCII. */
static void test_labels(void **state)
{
	static const char rows[] = "Zoë\t1\n山田\t1\n";

	(void)state;
	assert_int_equal(run(rows, ""), 0);
	assert_non_null(strstr(chart.output.at, "\nZoë          1.00 s"));
	assert_non_null(strstr(chart.output.at, "\n山田         1.00 s"));
	chart.variable = "LC_ALL=C";
	assert_int_equal(run("Zoë\t1\n", ""), 0);
	assert_non_null(strstr(chart.output.at, "\nZo\\xC3\\xAB      1.00 s"));
	chart.variable = NULL;
}

static void test_harmful_text(void **state)
{
	(void)state;
	assert_int_equal(run("b\033\xFF\t10\nc\t0\n", "--title \033[2J"), 0);
	assert_int_equal(strncmp(chart.output.at, "\\x1B[2J\n", 8), 0);
	assert_non_null(strstr(chart.output.at, "\nb\\x1B\\xFF"));
	assert_non_null(strstr(chart.output.at, "\nc: 100.0 % less time than b\\x1B\\xFF.\n"));
	assert_null(strchr(chart.output.at, '\033'));
}

static void test_gain(void **state)
{
	static const struct {
		const char *rows, *end;
	} cases[] = {
		{"a\t120\nb\t2\n", "b: 98.3 % less time than a.\n"},
		{"a\t2\nb\t1\nc\t0.5\n", "c: 75.0 % less time than a.\n"},
		{"a\t99999\nb\t0.00001\n", "b: 99.9 % less time than a.\n"},
		{"a\t5\nb\t0\n", "b: 100.0 % less time than a.\n"},
		/* no gain, or nothing to compare */
		{"a\t1\nb\t1\n", "# time: 1.000, 1.000 s\n"},
		{"a\t1\nb\t0.9996\n", "# time: 1.000, 1.000 s\n"},
		{"a\t1\nb\t1.25\n", "# time: 1.000, 1.250 s\n"},
		{"a\t0\nb\t1\n", "# time: 0.000, 1.000 s\n"},
		{"a\t1\n", "# time: 1.000 s\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t len = strlen(cases[i].end);

		assert_int_equal(run(cases[i].rows, ""), 0);
		assert_string_equal(chart.output.at + chart.output.len - len, cases[i].end);
	}
}

/* Over nine powers of ten: no line leaves the screen, and no time vanishes. */
static void test_any_scale(void **state)
{
	(void)state;
	for (double most = 0.001; most < SECONDS_MAX; most *= 2.37) {
		char rows[128], *rest;
		int bars = 0;

		snprintf(rows, sizeof rows, "A label of 24 columns...\t%.9f\nb\t%.9f\n", most, most / 5000);
		assert_int_equal(run(rows, ""), 0);
		for (char *line = strtok_r(chart.output.at, "\n", &rest); line;
			line = strtok_r(NULL, "\n", &rest)) {
			assert_true(strlen(line) <= SCREEN);
			bars += strstr(line, " s  #") != NULL;
		}
		assert_in_range(bars, 2, 3);
	}
}

static void test_wrong_usage(void **state)
{
	static const struct {
		const char *words, *errors;
	} cases[] = {
		{"foo", "unexpected argument: 'foo' (see --help)"},
		{"a=1", "unexpected argument: 'a=1' (see --help)"},
		{"--title", "--title: '' is not a title of up to 76 columns"},
		{"--title "
		 "A_title_that_is_longer_than_the_seventy-six_columns_for_which_a_picture_has_got_room",
			"--title: "
			"'A_title_that_is_longer_than_the_seventy-six_columns_for_which_a_picture_has_got_"
			"room' "
			"is not a title of up to 76 columns"},
		{"--width=3", "unknown option: '--width' (see --help)"},
		{"--title t", "standard input: line 1 is no line of a table"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char expected[256];

		snprintf(expected, sizeof expected, "chart: %s\n", cases[i].errors);
		assert_int_equal(process_run(&chart, "", "chart %s", cases[i].words), 2);
		assert_string_equal(chart.errors.at, expected);
		assert_string_equal(chart.output.at, "");
	}
}

static void test_wrong_tables(void **state)
{
	static const struct {
		const char *input, *errors;
	} cases[] = {
		{"", "line 1 is"},
		{"way\n", "line 1 is"},
		{"way\ta\n", "line 2 is"},
		{"way\ta\nb\n", "line 2 is"},
		{"way\ta\nb\t1\nc\t1\t2\n", "line 3 is"},
		{"way\ta\nb\t-1\n", "line 2 is"},
		{"way\ta\nb\tinf\n", "line 2 is"},
		{"way\ta\tb\nb\t99999\t1\n", "line 2 is"},
		{"way\t1\t2\t3\t4\t5\t6\t7\t8\t9\n", "line 1 is"},
		{"way\ta\nA label of 25 columns....\t1\n", "line 2 is"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(process_run(&chart, cases[i].input, "chart"), 2);
		assert_string_equal(chart.output.at, "");
		if (!strstr(chart.errors.at, cases[i].errors))
			fail_msg("case %zu: errors are: %s", i, chart.errors.at);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in_the_terminal),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_harmful_text),
		cmocka_unit_test(test_gain),
		cmocka_unit_test(test_any_scale),
		cmocka_unit_test(test_wrong_usage),
		cmocka_unit_test(test_wrong_tables),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests_name("chart", tests, NULL, process_kill_all);
}
