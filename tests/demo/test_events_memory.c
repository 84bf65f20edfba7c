/* test_events_memory.c - a record of which only the first lines could be read is not taken for the whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "demo/view/events.h"

#include <errno.h>

static int lines_left; /* for so many lines there is memory */

/* In place of the C library's, in this program. */
ssize_t getline(char **line, size_t *room, FILE *in)
{
	if (lines_left-- > 0)
		return getdelim(line, room, '\n', in);
	errno = ENOMEM;
	return -1;
}

static char record[] = "{\"record\":1,\"clock\":\"virtual\",\"backend\":\"epoll\"}\n"
		       "{\"seq\":1,\"t\":0,\"ev\":\"spawn\",\"worker\":1,\"name\":\"a\",\"file\":\"a.c\","
		       "\"line\":1,\"by\":0}\n"
		       "{\"seq\":2,\"t\":5,\"ev\":\"done\",\"worker\":1,\"status\":\"ok\"}\n";

static void F1_half_a_record_is_no_record(void **state)
{
	static const char *const errors[] = {"run:1: out of memory", "run:2: out of memory",
		"run:3: out of memory", "run:4: out of memory", ""};
	struct events run;

	(void)state;
	for (int lines = 0; lines <= 4; lines++) {
		FILE *in = fmemopen(record, sizeof record - 1, "r");
		bool whole = lines == 4;

		lines_left = lines;
		assert_non_null(in);
		assert_int_equal(events_read(&run, in, "run"), whole);
		assert_string_equal(run.error, errors[lines]);
		assert_int_equal(run.count, whole ? 2 : 0);
		events_free(&run);
		fclose(in);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(F1_half_a_record_is_no_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
