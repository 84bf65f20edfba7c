/* restaurant.h - lunches for the tests of the restaurant: plays them in this process, and reads their
 * records. */
#ifndef TESTS_LIB_RESTAURANT_H
#define TESTS_LIB_RESTAURANT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "demo/restaurant/lunch.h"
#include "demo/view/events.h"
#include "loop/clock.h"

static const struct lunch twenty_pastas = {
	.customers = 20, .chefs = 0, .order = NS_PER_S, .cook = 5 * NS_PER_S, .seed = 1, .dish = "pasta"};

/* The record of a lunch, as text, to be freed. */
static inline char *lunch_text(const struct lunch *lunch, int way)
{
	static char *text; /* static: else gcc takes it for dangling */
	static size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_true(lunch_play(lunch, way, out));
	assert_int_equal(fclose(out), 0);
	return text;
}

/* Reads a text as a record. Returns what events_read returns. */
static inline bool read_text(struct events *run, const char *text, size_t len)
{
	FILE *in = tmpfile();
	bool good;

	assert_non_null(in);
	assert_int_equal(fwrite(text, 1, len, in), len);
	rewind(in);
	good = events_read(run, in, "run.jsonl");
	fclose(in);
	return good;
}

/* Plays a lunch and reads its record. */
static inline void lunch_events(struct events *run, const struct lunch *lunch, int way)
{
	char *text = lunch_text(lunch, way);

	assert_true(read_text(run, text, strlen(text)));
	free(text);
}

#endif
