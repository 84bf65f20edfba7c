/* test_view_perfetto.c - is what perfetto writes a Chrome trace as Perfetto wants it? Complete events that
 * never overlap on a thread, a name and a place for each thread, and arrows with both ends. */
#include "demo/view/segments.h"
#include "http/parse/json.h"
#include "tests/lib/view_run.h"

enum { THREADS_MAX = 64, ARROWS_MAX = 4096, ITEMS_MAX = 4096 };

struct item { /* an event of the trace, times in ns */
	char ph;
	int thread;
	int64_t begin, end;
};

static struct process program;
static struct json trace;
static char *text;
static struct item items[ITEMS_MAX];
static int count;

static int64_t ns_of(int event, const char *key)
{
	double us = 0;

	assert_true(json_number(&trace, json_get(&trace, event, key), &us));
	return (int64_t)(us * 1000 + 0.5);
}

static int number_of(int event, const char *key)
{
	double number = -1;

	assert_true(json_number(&trace, json_get(&trace, event, key), &number));
	return (int)number;
}

static bool is(int event, const char *key, const char *value)
{
	return json_equals(&trace, json_get(&trace, event, key), slice_of(value));
}

static void read_trace(const char *record)
{
	int list;

	program.output_file = view_path("trace.json");
	view_write("trace.json", "");
	assert_int_equal(process_run(&program, "", "perfetto %s", view_path(record)), 0);
	assert_string_equal(program.errors.at, "");
	text = view_read("trace.json");
	assert_int_equal(json_parse(&trace, slice_of(text)), JSON_OK);
	list = json_get(&trace, 0, "traceEvents");
	count = 0;
	for (int event = json_first(&trace, list); event >= 0; event = json_next(&trace, event)) {
		struct slice ph = json_raw(&trace, json_get(&trace, event, "ph"));
		struct item *item = &items[count++];

		assert_in_range(count, 1, ITEMS_MAX - 1);
		assert_int_equal(ph.len, 1);
		assert_non_null(strchr("MXsf", *ph.at));
		*item = (struct item){.ph = *ph.at, .thread = number_of(event, "tid")};
		assert_in_range(item->thread, 0, THREADS_MAX - 1);
		if (item->ph != 'M')
			item->begin = item->end = ns_of(event, "ts");
		if (item->ph == 'X')
			item->end += ns_of(event, "dur");
	}
}

static int close_trace(void **state)
{
	(void)state;
	json_close(&trace);
	free(text);
	text = NULL;
	return 0;
}

/* In the order of the file, which is that of their begins. */
static void test_never_overlap(void **state)
{
	int64_t end[THREADS_MAX] = {0};
	int complete[THREADS_MAX] = {0};

	(void)state;
	view_record("run", 12);
	read_trace("run");
	for (int i = 0; i < count; i++) {
		if (items[i].ph != 'X')
			continue;
		assert_true(items[i].begin >= end[items[i].thread]);
		end[items[i].thread] = items[i].end;
		complete[items[i].thread]++;
	}
	for (int thread = 0; thread <= 13; thread++)
		assert_true(complete[thread] >= 2);
	assert_int_equal(complete[14], 0);
}

/* Every segment of the record is there, and no other. */
static void test_all_segments(void **state)
{
	FILE *in;
	struct events run;
	struct segments segments;
	size_t found = 0;

	(void)state;
	view_record("run", 12);
	read_trace("run");
	in = fopen(view_path("run"), "r");
	assert_true(events_read(&run, in, "run"));
	fclose(in);
	assert_true(segments_make(&segments, &run));
	for (int i = 0; i < count; i++) {
		const struct segment *segment = &segments.list[found];

		if (items[i].ph != 'X')
			continue;
		assert_true(found++ < segments.count);
		assert_int_equal(items[i].begin, run.events[segment->begin].t);
		assert_int_equal(items[i].end, run.events[segment->end].t);
		assert_int_equal(items[i].thread, segment->worker + 1);
	}
	assert_int_equal(found, segments.count);
	segments_free(&segments);
	events_free(&run);
}

static void test_names(void **state)
{
	int named[THREADS_MAX] = {0}, placed[THREADS_MAX] = {0}, list, args;

	(void)state;
	view_record("run", 12);
	read_trace("run");
	list = json_get(&trace, 0, "traceEvents");
	for (int event = json_first(&trace, list); event >= 0; event = json_next(&trace, event)) {
		args = json_get(&trace, event, "args");
		if (is(event, "name", "thread_name"))
			named[number_of(event, "tid")]++;
		if (is(event, "name", "thread_sort_index"))
			placed[number_of(event, "tid")] +=
				number_of(args, "sort_index") == number_of(event, "tid");
	}
	for (int thread = 0; thread < THREADS_MAX; thread++) {
		assert_int_equal(named[thread], thread <= 13);
		assert_int_equal(placed[thread], thread <= 13);
	}
}

/* Each arrow has one begin and one end, at the same time; and an end lies in a segment of its thread. */
static void test_arrows(void **state)
{
	int from[ARROWS_MAX] = {0}, to[ARROWS_MAX] = {0}, list, arrows = 0;

	(void)state;
	view_record("run", 12);
	read_trace("run");
	list = json_get(&trace, 0, "traceEvents");
	for (int event = json_first(&trace, list); event >= 0; event = json_next(&trace, event)) {
		if (is(event, "ph", "s"))
			from[number_of(event, "id")]++;
		if (is(event, "ph", "f"))
			to[number_of(event, "id")] += is(event, "bp", "e");
	}
	for (int id = 0; id < ARROWS_MAX; id++) {
		assert_int_equal(from[id], to[id]);
		assert_in_range(from[id], 0, 1);
		arrows += from[id];
	}
	assert_true(arrows > 13 + 20); /* 13 were created, and each client was woken, most of them twice */
	for (int i = 0; i < count; i++) {
		bool inside = items[i].ph != 'f';

		for (int k = 0; k < count && !inside; k++)
			inside = items[k].ph == 'X' && items[k].thread == items[i].thread &&
				 items[k].begin <= items[i].begin && items[k].end >= items[i].begin;
		assert_true(inside);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_never_overlap, close_trace),
		cmocka_unit_test_teardown(test_all_segments, close_trace),
		cmocka_unit_test_teardown(test_names, close_trace),
		cmocka_unit_test_teardown(test_arrows, close_trace),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests_name("view_perfetto", tests, view_open, view_close);
}
