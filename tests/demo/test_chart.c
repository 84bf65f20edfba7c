/* test_chart.c - the bars say what the numbers say, in the terminal and in the picture. */
#include "tests/lib/chart_run.h"

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

/* A label's columns are those of a terminal; in the C locale it is told in ASCII. */
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
		{"foo", "unexpected argument: 'foo' (--help lists them)"},
		{"a=1", "unexpected argument: 'a=1' (--help lists them)"},
		{"--svg", "--svg: '' is not a file name"},
		{"--title", "--title: '' is not a title of up to 76 columns"},
		{"--title "
		 "A_title_that_is_longer_than_the_seventy-six_columns_for_which_a_picture_has_got_room",
			"--title: "
			"'A_title_that_is_longer_than_the_seventy-six_columns_for_which_a_picture_has_got_"
			"room' "
			"is not a title of up to 76 columns"},
		{"--width=3", "unknown option: '--width' (--help lists them)"},
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

static void test_picture(void **state)
{
	static char svg[16384];
	char options[64];
	FILE *file;

	(void)state;
	snprintf(options, sizeof options, "--title R&D<\"two'> --svg %s", svg_path);
	assert_int_equal(run("s=ync ë\t10\nb\033\xFF\t0.0001\nc\t0\n", options), 0);
	file = fopen(svg_path, "r");
	assert_non_null(file);
	svg[fread(svg, 1, sizeof svg - 1, file)] = '\0';
	fclose(file);
	assert_int_equal(strncmp(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" ", 51), 0);
	assert_non_null(strstr(svg, "viewBox=\"0 0 800 "));
	assert_non_null(strstr(svg, "<title id=\"t\">R&#38;D&#60;&#34;two&#39;&#62;</title>"));
	assert_non_null(
		strstr(svg, "Bars of time. s=ync &#235;: 10.00 seconds: time 10.000. b??: 0.00 seconds: "));
	assert_non_null(strstr(svg, ">seconds</text>"));
	assert_non_null(strstr(svg, "prefers-color-scheme:dark"));
	assert_non_null(strstr(svg, ">c: 100.0 % less time than s=ync &#235;.</text>"));
	/* the longest bar ends where the axis ends; the shortest is not nothing, and stands below once more */
	assert_non_null(strstr(svg, "width=\"561.0\" height=\"28\"/>"));
	assert_non_null(strstr(svg, "width=\"0.1\" height=\"28\"/>"));
	assert_non_null(strstr(svg, "width=\"5.6\" height=\"28\"/>"));
	assert_null(strstr(svg, "width=\"0.0\""));
	for (const char *at = svg; *at; at++)
		assert_true((unsigned char)*at < 0x7F && ((unsigned char)*at >= 0x20 || *at == '\n'));
	assert_non_null(strstr(svg, "</text>\n</svg>\n"));
}

static void test_picture_that_cannot_be_written(void **state)
{
	(void)state;
	assert_int_equal(run("a\t1\n", "--svg /nowhere/at/all.svg"), 1);
	assert_string_equal(chart.errors.at, "chart: /nowhere/at/all.svg: No such file or directory\n");
	if (access("/dev/full", W_OK) != 0)
		skip();
	assert_int_equal(run("a\t1\n", "--svg /dev/full"), 1);
	assert_string_equal(chart.errors.at, "chart: /dev/full: No space left on device\n");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in_the_terminal),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_gain),
		cmocka_unit_test(test_any_scale),
		cmocka_unit_test(test_wrong_usage),
		cmocka_unit_test(test_picture),
		cmocka_unit_test(test_picture_that_cannot_be_written),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests_name("chart", tests, begin_chart, end_chart);
}
