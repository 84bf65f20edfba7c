/* test_genderize_kitchen.c - genderize --kitchen: client and kitchen in one process, which no network and, on
 * the virtual clock, no time is needed for; and the same run again is the same, event for event. */
#include "tests/lib/process.h"

#include <glob.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static struct process run;
static char folder[] = "/tmp/test-inside-XXXXXX";

static const char five[] = "{\"name\":\"Alice\",\"gender\":\"female\",\"probability\":0.99,\"count\":474175}\n"
			   "{\"name\":\"Bob\",\"gender\":\"male\",\"probability\":0.99,\"count\":1010896}\n"
			   "{\"name\":\"Charlie\",\"gender\":\"male\",\"probability\":0.84,\"count\":840651}\n";

static void read_file(const char *name, struct process_text *text)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	file = fopen(path, "r");
	assert_non_null(file);
	text->len = fread(text->at, 1, sizeof text->at - 1, file);
	text->at[text->len] = '\0';
	fclose(file);
	unlink(path);
}

static void names_are_answered_by_the_kitchen_inside(void **state)
{
	(void)state;
	assert_int_equal(process_run(&run, "", "genderize --kitchen --ordered Alice Bob Charlie"), 0);
	assert_string_equal(run.output.at, five);
	assert_errors(&run, "");
}

static void on_the_virtual_clock_a_hundred_rounds_take_no_time(void **state)
{
	double start = seconds_now();
	char names[400] = "";

	(void)state;
	for (int i = 0; i < 100; i++)
		strcat(names, "Al\n");
	assert_int_equal(process_run(&run, names, "genderize --kitchen --virtual --limit 1"), 0);
	assert_errors(&run, "");
	assert_non_null(strstr(run.errors.at, "Time taken: 10.00 seconds"));
	assert_true(seconds_now() - start < 9);
}

static void two_runs_give_one_record(void **state)
{
	static struct process_text first, second;

	(void)state;
	for (int i = 1; i <= 2; i++)
		assert_int_equal(process_run(&run, "", "genderize --kitchen --virtual --record %s/%d Alice Bob Charlie",
					 folder, i),
			0);
	read_file("1", &first);
	read_file("2", &second);
	assert_true(first.len > 10000);
	assert_string_equal(first.at, second.at);
	assert_non_null(strstr(first.at, "\"name\":\"guest\"")); /* both ends are in it */
	assert_non_null(strstr(first.at, "\"name\":\"Charlie\""));
}

/* The folder of the certificates goes, however the run ends. */
static void nothing_is_left_behind(void **state)
{
	char pattern[64];
	glob_t left;

	(void)state;
	snprintf(pattern, sizeof pattern, "%s/kitchen-*", folder);
	process_start(&run, "genderize --kitchen --limit 1");
	process_feed(&run, "Alice\nBob\n", 10);
	assert_non_null(process_line(&run));
	assert_int_equal(kill(run.pid, SIGINT), 0);
	assert_int_equal(process_finish(&run), 130);
	assert_int_equal(glob(pattern, 0, NULL, &left), GLOB_NOMATCH);
}

static void the_virtual_clock_is_for_the_kitchen_alone(void **state)
{
	(void)state;
	assert_int_equal(process_run(&run, "", "genderize --virtual Alice"), 2);
	assert_string_equal(run.errors.at,
		"genderize: --virtual: is for --kitchen: a real server lives in real time\n");
}

static void beside_the_kitchen_no_service_can_be_named(void **state)
{
	static const char *const beside[] = {"--url=http://127.0.0.1:9", "--url http://127.0.0.1:9", "--cacert=/etc/hosts"};

	(void)state;
	for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
		assert_int_equal(process_run(&run, "", "genderize --kitchen %s Alice", beside[i]), 2);
		assert_string_equal(run.output.at, "");
		assert_string_equal(run.errors.at,
			"genderize: --kitchen: answers by itself: --url and --cacert are for another service\n");
	}
}

static int remove_folder(void **state)
{
	rmdir(folder);
	return process_kill_all(state);
}

int main(int argc, char **argv)
{
	static char place[64];
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_answered_by_the_kitchen_inside),
		cmocka_unit_test(on_the_virtual_clock_a_hundred_rounds_take_no_time),
		cmocka_unit_test(two_runs_give_one_record),
		cmocka_unit_test(nothing_is_left_behind),
		cmocka_unit_test(the_virtual_clock_is_for_the_kitchen_alone),
		cmocka_unit_test(beside_the_kitchen_no_service_can_be_named),
	};

	(void)argc;
	process_find(argv[0]);
	if (!mkdtemp(folder))
		return 1;
	snprintf(place, sizeof place, "TMPDIR=%s", folder);
	run.variable = place;
	return cmocka_run_group_tests(tests, NULL, remove_folder);
}
