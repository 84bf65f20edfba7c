/* test_private_files.c - what the programs write holds names, which are personal data: its owner alone may
 * read it. */
#include "tests/lib/server.h"
#include "tests/lib/view_run.h"

#include <stdlib.h>
#include <sys/stat.h>

static struct process program;

static unsigned mode_of(const char *name)
{
	struct stat st;

	return stat(view_path(name), &st) == 0 ? st.st_mode & 07777u : 0;
}

/* Every program that writes files writes one, or two. */
static void write_all(const struct server *kitchen)
{
	assert_int_equal(
		process_run(&program, "Alice\n", "genderize --kitchen --record %s", view_path("record")), 0);
	assert_int_equal(
		process_run(&program, "", "restaurant --customers 2 --table --record %s", view_path("lunch")),
		0);
	assert_int_equal(
		process_run(&program, "", "timeline -o %s %s", view_path("page"), view_path("record")), 0);
	assert_int_equal(
		process_run(&program, "", "fetch -o %s %s?name=Bob", view_path("body"), kitchen->url), 0);
}

static const char *const files[] = {"record", "lunch.sync", "lunch.async", "page", "body"};

static void F2_files_are_made_for_their_owner_alone(void **state)
{
	static struct server kitchen;

	(void)state;
	server_start(&kitchen, "--plain --cook 0");
	umask(0);
	write_all(&kitchen);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		if (mode_of(files[i]) != 0600)
			fail_msg("%s has mode %o", files[i], mode_of(files[i]));
		assert_int_equal(chmod(view_path(files[i]), 0644), 0);
	}
	write_all(&kitchen); /* written again, a file keeps the mode that its owner gave it */
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		assert_int_equal(mode_of(files[i]), 0644);
	server_stop(&kitchen);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(F2_files_are_made_for_their_owner_alone),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, view_open, view_close);
}
