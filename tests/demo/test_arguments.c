/* test_arguments.c - every program's command line, in the same words: which option, which value, and what it
 * may be. */
#include "tests/lib/process.h"

#include <unistd.h>

#define WHOLE(low, high) "a whole number from " #low " to " #high
#define SECONDS(high)    "a number of seconds from 0.001 to " #high

static const struct {
	const char *program;
	const char *option, *good, *bad, *wants; /* NULL: none takes a value; bad NULL: only "" is wrong */
	const char *before;                      /* what stands before "-- --help" … */
	int status;                              /* … how it ends then, … */
	const char *errors;                      /* … and with words that begin so */
} programs[] = {
	{"genderize", "--limit", "5", "x", WHOLE(1, 10000), "--retries 0 --url http://127.0.0.1:1", 1,
		"genderize: --help: "},
	{"genderize_sync", "--format", "csv", "xml", "table, jsonl or csv", "--url http://127.0.0.1:1", 1,
		"genderize_sync: --help: cannot connect to host 127.0.0.1:1: "},
	{"genderize_sync", "--timeout", "5", "0", SECONDS(86400), "--url http://127.0.0.1:1", 1,
		"genderize_sync: --help: "},
	{"kitchen", "--port", "80", "65536", WHOLE(0, 65535), "", 2,
		"kitchen: unexpected argument: '--help' (see --help)\n"},
	{"restaurant", "--customers", "3", "1001", WHOLE(1, 1000), "", 2,
		"restaurant: unexpected argument: '--help' (see --help)\n"},
	{"restaurant", "--scene", "burnt", "or", "slow, burnt, leaves, cooks-himself or big-order", "--table",
		2, "restaurant: unexpected argument: '--help' (see --help)\n"},
	{"chart", "--title", "t", NULL, "a title of up to 76 columns", "", 2,
		"chart: unexpected argument: '--help' (see --help)\n"},
	{"fetch", "--max-time", "5", "1s", SECONDS(1000000000), "", 3, "fetch: (3) invalid URL: "},
	{"fetch", "-o", "f", NULL, "a file name", "-iIf", 3, "fetch: (3) invalid URL: "},
	{"explain", NULL, NULL, NULL, NULL, "", 1, "explain: --help: No such file or directory\n"},
	{"tasks", NULL, NULL, NULL, NULL, "", 1, "tasks: --help: not the number of a process\n"},
	{"timeline", "--source", "f", NULL, "the name of a folder", "-ofile", 1,
		"timeline: --help: No such file or directory\n"},
};

enum { PROGRAMS = sizeof programs / sizeof *programs };

static struct process run;

/* Fails unless it ends with wrong usage, explained in these words alone. */
static void refuses(const char *program, const char *words, const char *errors)
{
	char expected[256];

	snprintf(expected, sizeof expected, "%s: %s\n", program, errors);
	assert_int_equal(process_run(&run, "", "%s %s", program, words), 2);
	assert_string_equal(run.errors.at, expected);
	assert_string_equal(run.output.at, "");
}

static void helps(const char *program, const char *words)
{
	char begin[64];
	int len = snprintf(begin, sizeof begin, "Usage: %s ", program), lines = 0;

	assert_int_equal(process_run(&run, "", "%s %s", program, words), 0);
	assert_string_equal(run.errors.at, "");
	assert_int_equal(strncmp(run.output.at, begin, (size_t)len), 0);
	for (const char *at = run.output.at; *at; at++)
		lines += *at == '\n';
	assert_in_range(lines, 1, 24);
}

static void help_is_one_screen(void **state)
{
	(void)state;
	for (int i = 0; i < PROGRAMS; i++)
		helps(programs[i].program, "--help");
}

static void help_onto_a_full_disk_is_an_error(void **state)
{
	char expected[96];

	(void)state;
	if (access("/dev/full", W_OK) != 0)
		skip();
	run.output_file = "/dev/full";
	for (int i = 0; i < PROGRAMS; i++) {
		bool is_curls = strcmp(programs[i].program, "fetch") == 0;

		snprintf(expected, sizeof expected, "%s: standard output: No space left on device\n", programs[i].program);
		assert_int_equal(process_run(&run, "", "%s --help", programs[i].program), is_curls ? 23 : 1);
		assert_string_equal(run.errors.at, expected);
	}
	run.output_file = NULL;
}

/* Behind a misspelt --apikey stands a secret. */
static void of_an_unknown_option_only_the_name_is_told(void **state)
{
	static const char unknown[] = "unknown option: '%s' (see --help)";
	static const char *const words[][2] = {{"--api-key=5ecret", "--api-key"},
		{"--api-key 5ecret", "--api-key"}, {"-k5ecret", "-k"}, {"-k=5ecret", "-k"},
		{"-k 5ecret", "-k"}, {"- 5ecret", "-"}, {"--=5ecret", "--"}};
	char errors[128];

	(void)state;
	for (int i = 0; i < PROGRAMS; i++)
		for (size_t n = 0; n < sizeof words / sizeof *words; n++) {
			snprintf(errors, sizeof errors, unknown, words[n][1]);
			refuses(programs[i].program, words[n][0], errors);
		}
}

static void a_value_is_taken_from_both_places(void **state)
{
	char words[128];

	(void)state;
	for (int i = 0; i < PROGRAMS; i++) {
		if (!programs[i].option)
			continue;
		snprintf(words, sizeof words, "%s %s --help", programs[i].option, programs[i].good);
		helps(programs[i].program, words);
		snprintf(words, sizeof words, programs[i].option[1] == '-' ? "%s=%s --help" : "%s%s --help",
			programs[i].option, programs[i].good);
		helps(programs[i].program, words);
	}
}

static void a_bad_value_is_told_with_what_it_may_be(void **state)
{
	static const char *const places[] = {"%s %s", "%s=%s"};
	char words[128], errors[256];

	(void)state;
	for (int i = 0; i < PROGRAMS; i++)
		for (int n = 0; programs[i].bad && n < 2; n++) {
			snprintf(words, sizeof words, places[n], programs[i].option, programs[i].bad);
			snprintf(errors, sizeof errors, "%s: '%s' is not %s", programs[i].option,
				programs[i].bad, programs[i].wants);
			refuses(programs[i].program, words, errors);
		}
}

static void a_missing_value_is_told(void **state)
{
	char words[128], errors[256];

	(void)state;
	for (int i = 0; i < PROGRAMS; i++) {
		if (!programs[i].option)
			continue;
		snprintf(errors, sizeof errors, "%s: '' is not %s", programs[i].option, programs[i].wants);
		refuses(programs[i].program, programs[i].option, errors);
		snprintf(words, sizeof words, "--help %s", programs[i].option);
		refuses(programs[i].program, words, errors);
		snprintf(words, sizeof words, "%s=", programs[i].option);
		if (programs[i].option[1] == '-')
			refuses(programs[i].program, words, errors);
	}
}

static void a_switch_takes_no_value(void **state)
{
	(void)state;
	for (int i = 0; i < PROGRAMS; i++)
		refuses(programs[i].program, "--help=5", "--help: '5' is not wanted, it takes no value");
	refuses("restaurant", "--explain=5", "--explain: '5' is not wanted, it takes no value");
	refuses("restaurant", "--explain=", "--explain: '' is not wanted, it takes no value");
	refuses("kitchen", "--plain=5", "--plain: '5' is not wanted, it takes no value");
}

static void behind_two_dashes_nothing_is_an_option(void **state)
{
	(void)state;
	for (int i = 0; i < PROGRAMS; i++) {
		process_run(&run, "", "%s %s%s-- --help", programs[i].program, programs[i].before,
			*programs[i].before ? " " : "");
		assert_int_equal(run.status, programs[i].status);
		assert_string_equal(run.output.at, "");
		if (strncmp(run.errors.at, programs[i].errors, strlen(programs[i].errors)) != 0)
			fail_msg("%s: %s", programs[i].program, run.errors.at);
	}
}

/* A header may be a key: it is not repeated, wherever it stands. */
static void a_refused_header_is_not_told(void **state)
{
	(void)state;
	refuses("fetch", "-H 5ecret http://a/", "-H: '***' is not a header line that may be sent");
	refuses("fetch", "-iH5ecret http://a/", "-H: '***' is not a header line that may be sent");
	refuses("fetch", "http://a/ -H", "-H: '' is not a header line that may be sent");
}

static void the_restaurant_shows_one_thing_at_a_time(void **state)
{
	static const char words[] = "--table, --explain, --svg, --predict, --at: only one of them";

	(void)state;
	refuses("restaurant", "--table --svg", words);
	refuses("restaurant", "--at 1 --predict --seed 3", words);
	refuses("restaurant", "--explain --at=0", words);
}

static void letters_stand_together(void **state)
{
	(void)state;
	helps("fetch", "-iIf -o f --help");
	helps("fetch", "-iIfof --help");
	helps("fetch", "-i --help -o -H");
	refuses("fetch", "-ifo", "-o: '' is not a file name");
	refuses("fetch", "-ixI", "unknown option: '-x' (see --help)");
	refuses("fetch", "-i=5", "unknown option: '-=' (see --help)");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(help_is_one_screen),
		cmocka_unit_test(help_onto_a_full_disk_is_an_error),
		cmocka_unit_test(of_an_unknown_option_only_the_name_is_told),
		cmocka_unit_test(a_value_is_taken_from_both_places),
		cmocka_unit_test(a_bad_value_is_told_with_what_it_may_be),
		cmocka_unit_test(a_missing_value_is_told),
		cmocka_unit_test(a_switch_takes_no_value),
		cmocka_unit_test(behind_two_dashes_nothing_is_an_option),
		cmocka_unit_test(a_refused_header_is_not_told),
		cmocka_unit_test(the_restaurant_shows_one_thing_at_a_time),
		cmocka_unit_test(letters_stand_together),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests_name("arguments", tests, NULL, process_kill_all);
}
