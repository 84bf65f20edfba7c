/* test_options.c - the command line: what is taken, what is refused and in which words. */
#include "demo/genderize/options.h"
#include "tests/lib/capture.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { WORDS_MAX = 32 };

/* One command line and everything that came of it. */
struct run {
	char words[512];           /* writable, as main's are: "a\0b\0" */
	char *argv[WORDS_MAX + 1]; /* points into words */
	struct options options;
	int status;
	struct capture printed;
};

/* line: words with one '|' between them, so that a word may hold spaces and be empty. "" is no word. */
static struct run *run_line(struct run *run, const char *line)
{
	int argc = 1;
	char *at;

	memset(run, 0, sizeof *run);
	at = run->words + snprintf(run->words, sizeof run->words, "build/genderize") + 1;
	run->argv[0] = run->words;
	if (*line)
		run->argv[argc++] = at;
	assert_true(strlen(line) < sizeof run->words - 20);
	strcpy(at, line);
	for (; (at = strchr(at, '|')); argc++) {
		assert_true(argc < WORDS_MAX);
		*at++ = '\0';
		run->argv[argc] = at;
	}
	capture_begin(&run->printed);
	run->status = options_parse(&run->options, argc, run->argv);
	capture_end(&run->printed);
	return run;
}

static void test_defaults(void **state)
{
	struct run run;
	const struct options *options = &run_line(&run, "")->options;

	(void)state;
	assert_int_equal(run.status, ARGUMENTS_RUN);
	assert_string_equal(options->program, "genderize");
	assert_string_equal(options->url, "https://api.genderize.io");
	assert_null(options->cacert);
	assert_null(options->apikey);
	assert_null(options->country);
	assert_null(options->record);
	assert_int_equal(options->limit, 100);
	assert_true(options->timeout_s == 300);
	assert_true(options->connect_timeout_s == 30);
	assert_false(options->ordered || options->progress);
	assert_int_equal(options->format, FORMAT_AUTO);
	assert_int_equal(options->nnames, 0);
	assert_string_equal(run.printed.out, "");
	assert_string_equal(run.printed.err, "");
}

static void test_all_set(void **state)
{
	static const char *const lines[] = {
		"--url|http://[::1]:80/"
		"?a=b|--cacert|ca.pem|--apikey|k=y|--country|dk|--limit|7|--timeout|1.5|"
		"--connect-timeout|0.25|--format|csv|--record|r.jsonl|--ordered|--progress|--rate|5",
		"--url=http://[::1]:80/"
		"?a=b|--cacert=ca.pem|--apikey=k=y|--country=dk|--limit=7|--timeout=1.5|"
		"--connect-timeout=0.25|--format=csv|--record=r.jsonl|--ordered|--progress|--rate=5",
		/* of a repeated option the last counts */
		"--rate=9/9|"
		"--url=x|--limit=9|--format=table|--country=us|--progress|--progress|--timeout=9|--ordered|--cacert="
		"x|"
		"--url=http://[::1]:80/"
		"?a=b|--cacert=ca.pem|--apikey=k=y|--country=dk|--limit=7|--timeout=1.5|"
		"--connect-timeout|0.25|--format=csv|--record=r.jsonl|--rate=5",
	};

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct run run;
		const struct options *options = &run_line(&run, lines[i])->options;
		assert_string_equal(run.printed.err, "");
		assert_int_equal(run.status, ARGUMENTS_RUN);
		assert_string_equal(options->url, "http://[::1]:80/?a=b");
		assert_string_equal(options->cacert, "ca.pem");
		assert_string_equal(options->apikey, "k=y");
		assert_string_equal(options->country, "dk");
		assert_string_equal(options->record, "r.jsonl");
		assert_int_equal(options->limit, 7);
		assert_true(options->rate == 5 && options->burst == 1);
		assert_true(options->timeout_s == 1.5);
		assert_true(options->connect_timeout_s == 0.25);
		assert_true(options->ordered && options->progress);
		assert_int_equal(options->format, FORMAT_CSV);
		assert_int_equal(options->nnames, 0);
	}
}

static void test_names(void **state)
{
	static const struct {
		const char *line, *names;
	} cases[] = {
		{"Alice", "Alice"},
		{"Alice|Bob", "Alice|Bob"},
		{"Alice|--limit|3|Bob|--progress|Eve", "Alice|Bob|Eve"},
		{"--|--limit|3|--|-x", "--limit|3|--|-x"},
		{"Bob|--|--", "Bob|--"},
		{"--url|--|Bob", "Bob"},
		{"Jos\303\251|Anne Marie|=1+1|Jos\351", "Jos\303\251|Anne Marie|=1+1|Jos\351"},
		{"Bob||Eve", "Bob||Eve"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct run run;
		char joined[256] = "";
		run_line(&run, cases[i].line);
		assert_string_equal(run.printed.err, "");
		assert_int_equal(run.status, ARGUMENTS_RUN);
		for (int n = 0; n < run.options.nnames; n++) {
			strcat(joined, n ? "|" : "");
			strcat(joined, run.options.names[n]);
		}
		assert_string_equal(joined, cases[i].names);
	}
}

static void test_refused(void **state)
{
	static const struct {
		const char *line, *err;
	} cases[] = {
		{"--limit|0x", "--limit: '0x' is not a whole number from 1 to 10000"},
		{"--limit=", "--limit: '' is not a whole number from 1 to 10000"},
		{"Bob|--limit", "--limit: '' is not a whole number from 1 to 10000"},
		{"--limit|-5", "--limit: '-5' is not a whole number from 1 to 10000"},
		{"--timeout|soon", "--timeout: 'soon' is not a number of seconds from 0.001 to 86400"},
		{"--connect-timeout|0",
			"--connect-timeout: '0' is not a number of seconds from 0.001 to 86400"},
		{"--country|DEU", "--country: 'DEU' is not a country code of two letters"},
		{"--format|xml", "--format: 'xml' is not table, jsonl or csv"},
		{"--format|", "--format: '' is not table, jsonl or csv"},
		{"--url|", "--url: '' is not a URL"},
		{"--cacert=", "--cacert: '' is not a file name"},
		{"--record", "--record: '' is not a file name"},
		{"--apikey=", "--apikey: '' is not a key"},
		{"--ordered=yes", "--ordered: 'yes' is not wanted, it takes no value"},
		{"--help=1", "--help: '1' is not wanted, it takes no value"},
		{"--colour", "unknown option: '--colour' (see --help)"},
		{"--lim|3", "unknown option: '--lim' (see --help)"},
		{"--limits|3", "unknown option: '--limits' (see --help)"},
		{"-h", "unknown option: '-h' (see --help)"},
		{"-", "unknown option: '-' (see --help)"},
		{"--=x", "unknown option: '--' (see --help)"},
		{"--apkey=SECRET", "unknown option: '--apkey' (see --help)"},
		{"--api-key|SECRET", "unknown option: '--api-key' (see --help)"},
		{"Bob|-apikey|SECRET", "unknown option: '-a' (see --help)"},
		{"-kSECRET", "unknown option: '-k' (see --help)"},
		{"--\033[2J", "unknown option: '--\\x1B[2J' (see --help)"},
		{"--format|\033[2J", "--format: '\\x1B[2J' is not table, jsonl or csv"},
		{"Alice|B\nb", "name 2 has a control character in it"},
		{"--limit|0|--help", "--limit: '0' is not a whole number from 1 to 10000"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct run run;
		char expected[256];
		run_line(&run, cases[i].line);
		snprintf(expected, sizeof expected, "genderize: %s\n", cases[i].err);
		assert_string_equal(run.printed.err, expected);
		assert_int_equal(run.status, 2);
		assert_string_equal(run.printed.out, "");
	}
}

static void F3_a_refusal_shows_no_key(void **state)
{
	static const char *const lines[] = {"--api-key|SECRET", "--apikye=SECRET", "-apikey=SECRET", "--apikeySECRET",
		"--apikey:SECRET", "--APIKEYSECRET", "--limit|http://a/?apikey=SECRET", "--ordered=?apikey=SECRET",
		"--format|http://user:SECRET@a/"};

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct run run;

		run_line(&run, lines[i]);
		assert_int_equal(run.status, 2);
		assert_string_not_equal(run.printed.err, "");
		if (strstr(run.printed.err, "SECRET"))
			fail_msg("%s: %s", lines[i], run.printed.err);
	}
}

/* Each value is either taken or named in a refusal, never taken for another one. */
static void test_values(void **state)
{
	static const struct {
		const char *option, *value;
		bool good;
	} cases[] = {
		{"--limit", "1", true},
		{"--limit", "10000", true},
		{"--limit", "007", true},
		{"--limit", "0", false},
		{"--limit", "10001", false},
		{"--limit", "+1", false},
		{"--limit", " 1", false},
		{"--limit", "1 ", false},
		{"--limit", "1.0", false},
		{"--limit", "1e3", false},
		{"--limit", "99999999999999999999", false},
		{"--limit", "-18446744073709551615", false},
		{"--timeout", "0.001", true},
		{"--timeout", "86400", true},
		{"--timeout", "0.0009", false},
		{"--timeout", "86400.1", false},
		{"--timeout", "inf", false},
		{"--timeout", "nan", false},
		{"--timeout", "0x10", false},
		{"--rate", "2.5", true},
		{"--rate", "2.5/1000000", true},
		{"--rate", "2.5/", false},
		{"--rate", "/5", false},
		{"--rate", "2.5/5/5", false},
		{"--rate", "2.50000000000000000000000000000soon", false},
		{"--country", "DK", true},
		{"--country", "D", false},
		{"--country", "D1", false},
		{"--country", "\303\251", false},
		{"--format", "table", true},
		{"--format", "jsonl", true},
		{"--format", "csv", true},
		{"--format", "CSV", false},
		{"--format", "json", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct run run;
		char line[128];
		snprintf(line, sizeof line, "%s|%s", cases[i].option, cases[i].value);
		assert_int_equal(run_line(&run, line)->status, cases[i].good ? ARGUMENTS_RUN : 2);
		assert_int_equal(*run.printed.err == '\0', cases[i].good);
	}
}

static void test_key_from_the_environment(void **state)
{
	struct run run;

	(void)state;
	setenv("GENDERIZE_APIKEY", "from the environment", 1);
	assert_string_equal(run_line(&run, "Bob")->options.apikey, "from the environment");
	assert_string_equal(run_line(&run, "--apikey|from the line")->options.apikey, "from the line");
	setenv("GENDERIZE_APIKEY", "", 1);
	assert_null(run_line(&run, "Bob")->options.apikey);
	unsetenv("GENDERIZE_APIKEY");
}

static void test_name_problem(void **state)
{
	char name[OPTIONS_NAME_MAX + 2];

	(void)state;
	for (int c = 1; c < 256; c++) {
		char one[] = {'x', (char)c, '\0'};
		assert_int_equal(name_problem(one) != NULL, c < 0x20 || c == 0x7F);
	}
	assert_null(name_problem(""));
	assert_null(name_problem("\302\240"));
	assert_null(name_problem("\302"));
	assert_string_equal(name_problem("\302\233"), "has a control character in it");
	assert_non_null(name_problem("\302\200"));
	memset(name, 'x', sizeof name);
	name[OPTIONS_NAME_MAX + 1] = '\0';
	assert_string_equal(name_problem(name), "is longer than 255 bytes");
	name[OPTIONS_NAME_MAX] = '\0';
	assert_null(name_problem(name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_all_set),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(F3_a_refusal_shows_no_key),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_key_from_the_environment),
		cmocka_unit_test(test_name_problem),
	};

	unsetenv("GENDERIZE_APIKEY");
	return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
