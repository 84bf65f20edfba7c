/* test_overwrite.c - a program that would write into the file that it reads refuses, and leaves the file as
 * it is. */
#include "tests/lib/view_run.h"

static struct process program;

static void make_links(void)
{
	assert_int_equal(link(view_path("read"), view_path("hard")), 0);
	assert_int_equal(symlink(view_path("read"), view_path("soft")), 0);
}

static void refuses(const char *name, const char *out)
{
	char expected[400], *text = view_read("read");

	snprintf(expected, sizeof expected, "%s: %s: is the file that is read, and would be overwritten\n", name, view_path(out));
	assert_string_equal(program.errors.at, expected);
	assert_string_equal(program.output.at, "");
	assert_string_equal(text, "{\"record\":1,\"clock\":\"virtual\",\"backend\":\"epoll\"}\n");
	free(text);
}

static int open_files(void **state)
{
	int failed = view_open(state);

	view_write("read", "{\"record\":1,\"clock\":\"virtual\",\"backend\":\"epoll\"}\n");
	view_write("other", "");
	make_links();
	return failed;
}

static const char *const names[] = {"read", "hard", "soft"};

static void F8_timeline_keeps_each_of_its_records(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(process_run(&program, "", "timeline -o %s %s", view_path(names[i]), view_path("read")), 2);
		refuses("timeline", names[i]);
		/* A record that comes later, too, although the first one has been read by then. */
		view_record("first", 1);
		assert_int_equal(process_run(&program, "", "timeline %s %s -o %s", view_path("first"), view_path("read"),
					 view_path(names[i])),
			2);
		refuses("timeline", names[i]);
	}
	assert_int_equal(process_run(&program, "", "timeline -o %s %s", view_path("other"), view_path("read")), 0);
}

static void F8_genderize_keeps_its_names(void **state)
{
	static const char *const programs[] = {"genderize", "genderize_sync"};

	(void)state;
	for (int i = 0; i < 6; i++) {
		program.input_file = view_path("read");
		assert_int_equal(process_run(&program, "", "%s --url http://127.0.0.1:1/ --record %s", programs[i / 3],
					 view_path(names[i % 3])),
			2);
		program.input_file = NULL;
		refuses(programs[i / 3], names[i % 3]);
	}
}

/* /dev/null holds nothing to lose; and with a name on the command line standard input is not read. */
static void F8_what_is_not_read_may_be_written(void **state)
{
	(void)state;
	program.input_file = "/dev/null";
	assert_int_equal(process_run(&program, "", "genderize --kitchen --virtual --record /dev/null"), 0);
	program.input_file = view_path("other");
	assert_int_equal(process_run(&program, "", "genderize --kitchen --virtual --record %s Ann", view_path("other")), 0);
	program.input_file = NULL;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(F8_timeline_keeps_each_of_its_records),
		cmocka_unit_test(F8_genderize_keeps_its_names),
		cmocka_unit_test(F8_what_is_not_read_may_be_written),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests_name("overwrite", tests, open_files, view_close);
}
