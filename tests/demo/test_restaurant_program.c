/* test_restaurant_program.c - the program itself: its command line, its plain log, and the live view, which
 * must show what the record holds and give the terminal back whatever happens. */
#define _DEFAULT_SOURCE
#include "tests/lib/process.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static struct process live, plain;
static char name[] = "/tmp/test_restaurant.XXXXXX";

static const char given_back[] = "\033[?25h\033[?1049l";

static int make_names(void **state)
{
	int fd = mkstemp(name);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int remove_names(void **state)
{
	char path[64];

	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s%s", name, i == 0 ? "" : i == 1 ? ".sync" : ".async");
		unlink(path);
	}
	return process_kill_all(state);
}

/* ---- plain ---- */

static void a_pipe_gets_a_log(void **state)
{
	static const char contrast[] = "synchronous   2 × (1 s + 3 s) = 8 s: he stands for 6 s.\n"
				       "asynchronous  2 × 1 s + 3 s = 5 s: he never stands.\n"
				       "\nSynchronously:\n";

	(void)state;
	assert_int_equal(process_run(&plain, "", "restaurant --customers 2 --dish soup"), 0);
	assert_string_equal(plain.errors.at, "");
	assert_null(strchr(plain.output.at, '\033'));
	assert_true(strncmp(plain.output.at, contrast, strlen(contrast)) == 0);
	assert_non_null(strstr(plain.output.at,
		"    0.000 s  the waiter takes Ann's order\n"
		"    1.000 s  the waiter stands at the stove until Ann's dish is done\n"
		"    4.000 s  Ann eats\n"
		"    4.000 s  Bob comes to the head of the queue\n"));
	assert_non_null(strstr(plain.output.at,
		"Asynchronously:\n"
		"    0.000 s  the restaurant opens\n"
		"    0.000 s  the waiter stands at the door\n"
		"    0.000 s  Ann comes to the head of the queue\n"
		"    0.000 s  the waiter takes Ann's order\n"
		"    1.000 s  Ann's dish takes 3 s: the waiter turns to the next guest\n"));
	assert_non_null(strstr(plain.output.at, "The last guest eats 3.0 s sooner.\n"));
	assert_true(strstr(plain.output.at, "bell") > strstr(plain.output.at, "Asynchronously"));
	assert_int_equal(process_run(&plain, "", "restaurant --customers 2 --dish soup --field"), 0);
	assert_non_null(strstr(plain.output.at, "    1.000 s  task 2 Ann: soup waits for a timer, 3 s\n"));
}

static void wrong_usage(void **state)
{
#define TIME "not a time up to 86400 seconds, such as 1.5s or 250ms\n"
	static const struct {
		const char *line, *errors;
	} wrong[] = {
		{"--custmers 3", "restaurant: unknown option: '--custmers' (see --help)\n"},
		{"--customers", "restaurant: --customers: '' is not a whole number from 1 to 1000\n"},
		{"--customers 0", "restaurant: --customers: '0' is not a whole number from 1 to 1000\n"},
		{"--customers 1001",
			"restaurant: --customers: '1001' is not a whole number from 1 to 1000\n"},
		{"--customers 1.5", "restaurant: --customers: '1.5' is not a whole number from 1 to 1000\n"},
		{"--order 1h", "restaurant: --order: '1h' is " TIME},
		{"--order s", "restaurant: --order: 's' is " TIME},
		{"--order -1", "restaurant: --order: '-1' is " TIME},
		{"--cook 99999", "restaurant: --cook: '99999' is " TIME},
		{"--cook ms", "restaurant: --cook: 'ms' is " TIME},
		{"--dish cake", "restaurant: --dish: 'cake' is not soup, salad, pasta, curry or roast\n"},
		{"--scene fire", "restaurant: --scene: 'fire' is not slow, burnt, leaves, cooks-himself or "
				 "big-order\n"},
		{"--seed x", "restaurant: --seed: 'x' is not a whole number from 0 to 1000\n"},
		{"lunch", "restaurant: unexpected argument: 'lunch' (see --help)\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(process_run(&plain, "", "restaurant %s", wrong[i].line), 2);
		assert_string_equal(plain.output.at, "");
		assert_string_equal(plain.errors.at, wrong[i].errors);
	}
	assert_int_equal(process_run(&plain, "", "restaurant --help"), 0);
	assert_non_null(strstr(plain.output.at, "--scene NAME"));
	assert_int_equal(process_run(&plain, "", "restaurant --replay /nowhere"), 1);
	assert_string_equal(plain.errors.at, "restaurant: /nowhere.sync: No such file or directory\n");
	assert_int_equal(process_run(&plain, "", "restaurant --replay ."), 1);
	plain.output_file = "/dev/full";
	assert_int_equal(process_run(&plain, "", "restaurant"), 1);
	assert_non_null(strstr(plain.errors.at, "No space left"));
	plain.output_file = NULL;
}

static void times_may_have_units(void **state)
{
	static char first[PROCESS_TEXT_MAX];

	(void)state;
	assert_int_equal(process_run(&plain, "", "restaurant --order 1500ms --cook 2s"), 0);
	strcpy(first, plain.output.at);
	assert_int_equal(process_run(&plain, "", "restaurant --order 1.5 --cook 2000ms"), 0);
	assert_string_equal(plain.output.at, first);
}

static void a_waiter_who_cooks_is_named(void **state)
{
	(void)state;
	assert_int_equal(process_run(&plain, "", "restaurant --scene cooks-himself --dish pasta"), 0);
	assert_non_null(strstr(plain.errors.at, "task 4 (Cem: pasta) ran 6000 ms without pausing"));
	assert_non_null(
		strstr(plain.output.at, "The longest step without a pause: 6.0 s, with Cem: pasta.\n"));
}

/* ---- live ---- */

static void start_live(const char *options)
{
	live.on_terminal = true;
	process_start(&live, "restaurant %s", options);
	assert_true(process_until(&live, "q quit"));
}

static void press(const char *keys)
{
	assert_int_equal(write(live.out, keys, strlen(keys)), strlen(keys));
}

/* The terminal sends a CR before each LF. */
static void drop_returns(char *text)
{
	char *to = text;

	for (; *text; text++)
		if (*text != '\r')
			*to++ = *text;
	*to = '\0';
}

/* What stands there in the end is what the record shows. A screen that grows while it is shown is filled,
 * also when nothing moves. */
static void the_last_picture_is_that_of_the_record(void **state)
{
	static const struct winsize large = {.ws_row = 60, .ws_col = 80};
	char options[128], *end;

	(void)state;
	assert_int_equal(process_run(&plain, "", "restaurant --customers 5 --record %s", name), 0);
	snprintf(options, sizeof options, "--replay %s", name);
	start_live(options);
	press(" ");
	assert_true(process_until(&live, "space go on"));
	assert_null(strstr(live.output.at, "Eli: "));
	assert_int_equal(ioctl(live.out, TIOCSWINSZ, &large), 0);
	assert_true(process_until(&live, "Eli: "));
	press(" ++++++++");
	assert_int_equal(process_finish(&live), 0);
	drop_returns(live.output.at);
	end = strstr(live.output.at, given_back);
	assert_non_null(end);
	assert_int_equal(process_run(&plain, "", "restaurant --replay %s --at 9999", name), 0);
	assert_string_equal(end + strlen(given_back), plain.output.at);
}

static void keys_pause_step_and_switch_the_words(void **state)
{
	(void)state;
	start_live("--dish pasta --customers 3");
	press(" ");
	assert_true(process_until(&live, "space go on"));
	press("w");
	assert_true(process_until(&live, "event loop"));
	press("-");
	assert_true(process_until(&live, "speed 2x"));
	press("ssssssssssss"); /* each to the next moment; the last is the end */
	assert_int_equal(process_finish(&live), 0);
	assert_non_null(strstr(live.output.at, given_back));
	assert_non_null(strstr(live.output.at, "The last task is done 10.0 s sooner."));
}

static void q_ends_it(void **state)
{
	(void)state;
	start_live("");
	press(" q");
	assert_int_equal(process_finish(&live), 0);
	assert_non_null(strstr(live.output.at, "█"));
}

/* As nohup starts it. */
static void s6_an_ignored_hangup_stays_ignored(void **state)
{
	(void)state;
	signal(SIGHUP, SIG_IGN);
	start_live("");
	signal(SIGHUP, SIG_DFL);
	assert_int_equal(kill(live.pid, SIGHUP), 0);
	press(" q");
	assert_int_equal(process_finish(&live), 0);
}

static bool is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return *text == '\0';
}

/* The moving picture is a page's, which says itself which characters it has. */
static void s7_the_c_locale_prints_ascii(void **state)
{
	static const char *const ways[] = {"--at 7", "--at 7 --field", "--table", "--explain", ""};

	(void)state;
	live.variable = plain.variable = "LC_ALL=C";
	start_live("");
	press(" q");
	assert_int_equal(process_finish(&live), 0);
	assert_true(is_ascii(live.output.at));
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		assert_int_equal(process_run(&plain, "", "restaurant --customers 3 %s", ways[i]), 0);
		assert_true(is_ascii(plain.output.at) && strlen(plain.output.at) > 100);
	}
	assert_int_equal(process_run(&plain, "", "restaurant --customers 3 --svg"), 0);
	assert_non_null(strstr(plain.output.at, "<path class=\"w\""));
	live.variable = plain.variable = NULL;
}

static void no_color_means_none(void **state)
{
	(void)state;
	live.variable = "NO_COLOR=1";
	start_live("--customers 2");
	press("q");
	assert_int_equal(process_finish(&live), 0);
	assert_null(strstr(live.output.at, "\033[3"));
	live.variable = NULL;
	start_live("--customers 2");
	press("q");
	assert_int_equal(process_finish(&live), 0);
	assert_non_null(strstr(live.output.at, "\033[3"));
}

/* Paused, it would wait for a key for ever. */
static void a_terminal_that_is_gone_ends_it(void **state)
{
	(void)state;
	start_live("");
	press(" ");
	assert_true(process_until(&live, "space go on"));
	process_close_output(&live);
	assert_in_range(process_finish(&live), 0, 1);
}

/* Ctrl-C, the end of the session, and two kinds of crash: screen, cursor and keyboard are as they were. */
static void the_terminal_is_given_back(void **state)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGSEGV, SIGABRT};

	(void)state;
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		struct termios during, after;
		int other;

		start_live("--customers 2");
		other = dup(live.out);
		assert_int_equal(tcgetattr(other, &during), 0);
		assert_int_equal(during.c_lflag & (ICANON | ECHO), 0);
		assert_int_equal(kill(live.pid, signals[i]), 0);
		assert_int_equal(process_finish(&live), 128 + signals[i]);
		assert_non_null(strstr(live.output.at, given_back));
		assert_int_equal(tcgetattr(other, &after), 0);
		assert_int_equal(after.c_lflag & (ICANON | ECHO), ICANON | ECHO);
		close(other);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pipe_gets_a_log),
		cmocka_unit_test(wrong_usage),
		cmocka_unit_test(times_may_have_units),
		cmocka_unit_test(a_waiter_who_cooks_is_named),
		cmocka_unit_test(the_last_picture_is_that_of_the_record),
		cmocka_unit_test(keys_pause_step_and_switch_the_words),
		cmocka_unit_test(q_ends_it),
		cmocka_unit_test(s6_an_ignored_hangup_stays_ignored),
		cmocka_unit_test(s7_the_c_locale_prints_ascii),
		cmocka_unit_test(no_color_means_none),
		cmocka_unit_test(a_terminal_that_is_gone_ends_it),
		cmocka_unit_test(the_terminal_is_given_back),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, make_names, remove_names);
}
