/* test_chart.c - the bars say what the numbers say, in the terminal and in the picture. */
int chart_main(int argc, char **argv);
#define main chart_main
#include "demo/chart/chart.c"
#undef main

#include "tests/lib/capture.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static char svg_path[] = "/tmp/test_chart.XXXXXX";

/* words: the arguments, separated by '|'. Returns the exit status. */
static int run(struct capture *printed, const char *words)
{
	char line[512], *argv[64] = {line}, *at = line;
	int argc = 1, status;

	snprintf(line, sizeof line, "chart%s%s", *words ? "|" : "", words);
	for (; (at = strchr(at, '|')); argv[argc++] = at)
		*at++ = '\0';
	capture_begin(printed);
	status = chart_main(argc, argv);
	capture_end(printed);
	return status;
}

static void test_in_the_terminal(void **state)
{
	struct capture printed;

	(void)state;
	setenv("LC_ALL", "C.UTF-8", 1);
	assert_int_equal(run(&printed, "--title|100 names|sync=10|async=0.13|nothing=0"), 0);
	assert_string_equal(printed.err, "");
	assert_string_equal(printed.out,
		"100 names\n"
		"sync        10.00 s  ██████████████████████████████████████████████████\n"
		"async        0.13 s  ▋\n"
		"nothing      0.00 s  \n"
		"            seconds  ┬─────────┬─────────┬─────────┬─────────┬─────────┬\n"
		"                     0         2         4         6         8         10\n"
		"reduction: 100.0 %\n");
}

static void test_in_ascii(void **state)
{
	struct capture plain, asked;

	(void)state;
	setenv("LC_ALL", "C", 1);
	assert_int_equal(run(&plain, "sync=10|async=0.01"), 0);
	assert_string_equal(plain.out,
		"Time taken\n"
		"sync        10.00 s  ##################################################\n"
		"async        0.01 s  #\n"
		"            seconds  +---------+---------+---------+---------+---------+\n"
		"                     0         2         4         6         8         10\n"
		"reduction: 99.9 %\n");
	setenv("LC_ALL", "C.UTF-8", 1);
	assert_int_equal(run(&asked, "sync=10|--ascii|async=0.01"), 0);
	assert_string_equal(asked.out, plain.out);
}

static void test_locale(void **state)
{
	static const struct {
		const char *all, *ctype, *lang;
		bool utf8;
	} cases[] = {
		{"", "", "", false},
		{"", "", "en_US.UTF-8", true},
		{"", "", "C.utf8", true},
		{"", "", "de_DE", false},
		{"", "C", "en_US.UTF-8", false},
		{"", "en_US.UTF-8", "C", true},
		{"C", "en_US.UTF-8", "en_US.UTF-8", false},
		{"en_US.UTF-8", "C", "C", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		setenv("LC_ALL", cases[i].all, 1);
		setenv("LC_CTYPE", cases[i].ctype, 1);
		setenv("LANG", cases[i].lang, 1);
		assert_int_equal(locale_is_utf8(), cases[i].utf8);
	}
	unsetenv("LC_ALL");
	unsetenv("LC_CTYPE");
	unsetenv("LANG");
	assert_false(locale_is_utf8());
}

static void test_reduction(void **state)
{
	static const struct {
		const char *words, *last_line;
	} cases[] = {
		{"a=120|b=2", "reduction: 98.3 %\n"},
		{"a=2|b=1|c=0.5", "reduction: 75.0 %\n"},
		{"a=1|b=1", "reduction: 0.0 %\n"},
		{"a=1|b=1.0004", "reduction: 0.0 %\n"},
		{"a=1|b=1.25", "reduction: -25.0 %\n"},
		{"a=99999|b=0.00001", "reduction: 99.9 %\n"},
		{"a=5|b=0", "reduction: 100.0 %\n"},
		/* nothing to compare */
		{"a=0|b=0", "0.01\n"},
		{"a=0|b=1", "1\n"},
		{"a=1", "1\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct capture printed;
		size_t len = strlen(cases[i].last_line);
		assert_int_equal(run(&printed, cases[i].words), 0);
		assert_string_equal(printed.out + strlen(printed.out) - len, cases[i].last_line);
	}
}

/* Over nine powers of ten: no line leaves the screen, no time vanishes, the longest bar stays within the
 * axis. */
static void test_any_scale(void **state)
{
	(void)state;
	setenv("LC_ALL", "C.UTF-8", 1);
	for (double most = 0.001; most < SECONDS_MAX; most *= 1.37) {
		struct capture printed;
		char words[128], *line;
		snprintf(words, sizeof words, "A label of 24 columns...=%.9f|b=%.9f", most, most / 5000);
		assert_int_equal(run(&printed, words), 0);
		line = strtok(printed.out, "\n");
		for (int i = 0; line; i++, line = strtok(NULL, "\n")) {
			assert_true(text_print(NULL, slice_of(line)) <= SCREEN);
			assert_true((i == 1 || i == 2) == (strstr(line, "\xE2\x96") != NULL));
		}
	}
}

#define MISSING "missing argument: 'LABEL=SECONDS' (--help lists them)"
#define NO_BAR(word)                                                                                         \
	"LABEL=SECONDS: '" word "' is not a label of up to 24 columns, =, and a number from 0 to 99999"
#define NO_TITLE(title) "--title: '" title "' is not a title of up to 76 columns"
#define LONG_TITLE      "This title is longer than the seventy-six columns that a picture has got room for."

static void test_wrong_usage(void **state)
{
	static const struct {
		const char *line, *err;
	} cases[] = {
		{"", MISSING},
		{"a", NO_BAR("a")},
		{"a=", NO_BAR("a=")},
		{"a=x", NO_BAR("a=x")},
		{"a=-1", NO_BAR("a=-1")},
		{"a=1e3", NO_BAR("a=1e3")},
		{"a=inf", NO_BAR("a=inf")},
		{"a=100000", NO_BAR("a=100000")},
		{"--svg", "--svg: '' is not a file name"},
		{"--title", NO_TITLE("")},
		{"--width=3", "unknown option: '--width' (--help lists them)"},
		{"--ascii", MISSING},
		{"--title|t", MISSING},
		{"A label of 25 columns....=1", NO_BAR("A label of 25 columns....=1")},
		{"a=1|b", NO_BAR("b")},
		{"--title|" LONG_TITLE "|a=1", NO_TITLE(LONG_TITLE)},
		{"a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a="
		 "1|"
		 "a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|a=1|b=1",
			"unexpected argument: 'b=1' (--help lists them)"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct capture printed;
		char expected[256];
		snprintf(expected, sizeof expected, "chart: %s\n", cases[i].err);
		assert_int_equal(run(&printed, cases[i].line), 2);
		assert_string_equal(printed.err, expected);
		assert_string_equal(printed.out, "");
	}
}

static const char *read_svg(const char *arguments)
{
	static char text[8192];
	struct capture printed;
	char words[256];
	FILE *file;

	snprintf(words, sizeof words, "--svg|%s|%s", svg_path, arguments);
	assert_int_equal(run(&printed, words), 0);
	file = fopen(svg_path, "r");
	assert_non_null(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	return text;
}

static void test_picture(void **state)
{
	const char *svg = read_svg("--title|R&D <\"two'>|s=ync=10|b\033\xFF=0.0001|c=0");

	(void)state;
	assert_int_equal(strncmp(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" ", 51), 0);
	assert_non_null(strstr(svg, "viewBox=\"0 0 800 "));
	assert_non_null(strstr(svg, "<title id=\"t\">R&#38;D &#60;&#34;two&#39;&#62;</title>"));
	assert_non_null(strstr(
		svg, "Bars of time. s=ync: 10.00 seconds. b??: 0.00 seconds. c: 0.00 seconds.</desc>"));
	assert_non_null(strstr(svg, ">seconds</text>"));
	assert_non_null(strstr(svg, "prefers-color-scheme:dark"));
	assert_non_null(strstr(svg, ">reduction: 100.0 %"));
	/* the longest bar ends where the axis ends; the shortest is not nothing; nothing is nothing */
	assert_non_null(strstr(svg, "width=\"561.0\" height=\"28\"/>"));
	assert_non_null(strstr(svg, "width=\"2.0\" height=\"28\"/>"));
	assert_non_null(strstr(svg, "width=\"0.0\" height=\"28\"/>"));
	for (const char *at = svg; *at; at++)
		assert_true((unsigned char)*at >= 0x20 || *at == '\n');
	assert_non_null(strstr(svg, "</text>\n</svg>\n"));
}

static void test_picture_that_cannot_be_written(void **state)
{
	struct capture printed;

	(void)state;
	assert_int_equal(run(&printed, "--svg|/nowhere/at/all.svg|a=1"), 1);
	assert_string_equal(printed.err, "chart: /nowhere/at/all.svg: No such file or directory\n");
	if (access("/dev/full", W_OK) != 0)
		skip();
	assert_int_equal(run(&printed, "--svg|/dev/full|a=1"), 1);
	assert_string_equal(printed.err, "chart: /dev/full: No space left on device\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in_the_terminal),
		cmocka_unit_test(test_in_ascii),
		cmocka_unit_test(test_locale),
		cmocka_unit_test(test_reduction),
		cmocka_unit_test(test_any_scale),
		cmocka_unit_test(test_wrong_usage),
		cmocka_unit_test(test_picture),
		cmocka_unit_test(test_picture_that_cannot_be_written),
	};
	int failed, fd = mkstemp(svg_path);

	if (fd < 0)
		return 1;
	close(fd);
	failed = cmocka_run_group_tests_name("chart", tests, NULL, NULL);
	unlink(svg_path);
	return failed;
}
