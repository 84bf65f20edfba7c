/* way.h - logs what async_failed prints of an error, without the places; and coroutines that fail. */
#ifndef TESTS_LIB_WAY_H
#define TESTS_LIB_WAY_H

#include "coro/error.h"
#include "coro/run.h"
#include "tests/lib/capture.h"
#include "tests/lib/support.h"

#include <string.h>

/* Logs what was printed, line by line; of a trace's lines only what follows the place, "file.c:12 ". */
static inline void say_lines(char *text)
{
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		const char *place = strncmp(line, "  ", 2) == 0 ? strchr(line, ':') : NULL;

		say("%s;", place ? strchr(place, ' ') + 1 : line);
	}
}

static inline void say_failure(enum status outcome)
{
	struct capture printed;

	capture_begin(&printed);
	async_failed(outcome);
	capture_end(&printed);
	say_lines(printed.err);
}

#define assert_way(lines, ...)                                                                               \
	do {                                                                                                 \
		say_failure(async_run(__VA_ARGS__));                                                         \
		assert_said(lines);                                                                          \
	} while (0)

static const struct site raised_at = {__FILE__, "fault", NULL, __LINE__ + 7};

/* Fails one turn later, with these words or NULL. */
static async fault(enum status err, const char *why)
{
	ASYNC();
	AWAIT(sleep_for(0));
	ASYNC_RAISE(why ? async_error(err, "%s", why) : err);
	ASYNC_END;
}

static async call(enum status err, const char *why)
{
	ASYNC();
	AWAIT(fault(err, why));
	ASYNC_END;
}
ASYNC_ENTRY(call, enum status, const char *);

#endif
