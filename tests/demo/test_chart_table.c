/* test_chart_table.c - bars made of parts: do they say what the table says? */
#include "tests/lib/chart_run.h"

static const char phases[] =
	"way\twait\tread\nsync\t10\t0\nasync\t0.5\t1.5\nnothing\t0\t0\nshort\t0\t0.001\n";

static void run(const char *input, const char *command)
{
	assert_int_equal(process_run(&chart, input, "%s", command), 0);
	assert_string_equal(chart.errors.at, "");
}

static const char *draw(const char *input)
{
	static char text[16384];
	char command[128];
	FILE *file;

	snprintf(command, sizeof command, "chart --title A&B --svg %s", svg_path);
	run(input, command);
	file = fopen(svg_path, "r");
	assert_non_null(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	assert_non_null(strstr(text, "<title id=\"t\">A&#38;B</title>"));
	assert_non_null(strstr(text, "</svg>\n"));
	return text;
}

static int count_of(const char *text, const char *word)
{
	int count = 0;

	for (; (text = strstr(text, word)); text++)
		count++;
	return count;
}

static void test_stacked_picture(void **state)
{
	const char *svg = draw(phases);

	(void)state;
	assert_non_null(
		strstr(svg, "Bars of time. sync: 10.00 seconds: wait 10.000, read 0.000. async: 2.00"));
	assert_non_null(strstr(svg, " short: 0.00 seconds: wait 0.000, read 0.001.</desc>"));
	/* One swatch for each part in the legend, and one piece for each part that takes time, or two if it is short. */
	assert_int_equal(count_of(svg, "<rect class=\"s0\""), 1 + 2);
	assert_int_equal(count_of(svg, "<rect class=\"s1\""), 1 + 3);
	assert_int_equal(count_of(svg, "<pattern id="), 2);
	assert_non_null(strstr(svg, ">wait</text>"));
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
		cmocka_unit_test(test_stacked_picture),
		cmocka_unit_test(test_wrong_tables),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests_name("chart_table", tests, begin_chart, end_chart);
}
