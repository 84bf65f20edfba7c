/* test_events_cut.c - a record of which only the first lines could be read is not taken for the whole, and
 * one that has no end is not read for ever. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "demo/view/events.h"

#include <fcntl.h>
#include <unistd.h>

static const char *const lines[] = {
	"{\"record\":1,\"clock\":\"virtual\",\"backend\":\"epoll\"}\n",
	"{\"seq\":1,\"t\":0,\"ev\":\"spawn\",\"worker\":1,\"name\":\"a\",\"file\":\"a.c\",\"line\":1,\"by\":0}\n",
	"{\"seq\":2,\"t\":5,\"ev\":\"done\",\"worker\":1,\"status\":\"ok\"}\n",
};

static struct events run;

/* Reads through a pipe, non-blocking: what has not been written is an error, unless the writer has closed. */
static bool read_lines(int count, bool to_the_end)
{
	int ends[2];
	FILE *in;
	bool good;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
	for (int i = 0; i < count; i++)
		assert_true(write(ends[1], lines[i], strlen(lines[i])) > 0);
	if (to_the_end)
		close(ends[1]);
	in = fdopen(ends[0], "r");
	assert_non_null(in);
	good = events_read(&run, in, "run");
	fclose(in);
	if (!to_the_end)
		close(ends[1]);
	return good;
}

static void F1_half_a_record_is_no_record(void **state)
{
	static const char *const errors[] = {"run:1: is empty, or cannot be read", "run:2: cannot be read further",
		"run:3: cannot be read further", "run:4: cannot be read further"};

	(void)state;
	for (int count = 0; count <= 3; count++) {
		assert_false(read_lines(count, false));
		assert_string_equal(run.error, errors[count]);
		assert_int_equal(run.count, 0);
	}
	assert_true(read_lines(3, true));
	assert_int_equal(run.count, 2);
	events_free(&run);
}

static void F1_a_line_without_end_is_not_read_for_ever(void **state)
{
	FILE *in = fopen("/dev/zero", "r");

	(void)state;
	if (!in)
		skip();
	assert_false(events_read(&run, in, "/dev/zero"));
	assert_string_equal(run.error, "/dev/zero:1: not a line of JSON");
	fclose(in);
}

/* A name of a megabyte: no program of ours has one, and it would be cut. */
static void a_line_that_is_too_long_is_refused(void **state)
{
	FILE *in = tmpfile();

	(void)state;
	assert_non_null(in);
	fputs(lines[0], in);
	fprintf(in, "{\"seq\":1,\"t\":0,\"ev\":\"spawn\",\"worker\":1,\"name\":\"%*s\"}\n", 1 << 20, "a");
	rewind(in);
	assert_false(events_read(&run, in, "run"));
	assert_string_equal(run.error, "run:2: not a line of JSON");
	fclose(in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(F1_half_a_record_is_no_record),
		cmocka_unit_test(F1_a_line_without_end_is_not_read_for_ever),
		cmocka_unit_test(a_line_that_is_too_long_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
