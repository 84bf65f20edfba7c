/* test_view_segments.c - do the stretches of time say what the events say, whatever those are? */
#include "demo/view/segments.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LOOP = EVENTS_SUPERVISOR, EVENTS_MAX = 64 };

static struct worker workers[3];
static struct record_event list[EVENTS_MAX];
static struct events run;
static struct segments made;

static int free_made(void **state)
{
	(void)state;
	segments_free(&made);
	return 0;
}

/* Events one ns apart. */
static void add(enum event_kind kind, int worker)
{
	list[run.count] = (struct record_event){
		.t = (int64_t)run.count, .text = "", .at = "", .worker = worker, .by = LOOP, .kind = kind};
	run.count++;
}

static void begin(void)
{
	segments_free(&made);
	run = (struct events){.events = list, .workers = workers, .nworkers = 3};
}

static void assert_segment(size_t i, int worker, enum segment_state state, size_t from, size_t to)
{
	assert_true(i < made.count);
	assert_int_equal(made.list[i].worker, worker);
	assert_int_equal(made.list[i].state, state);
	assert_int_equal(made.list[i].begin, from);
	assert_int_equal(made.list[i].end, to);
}

static void test_a_life(void **state)
{
	(void)state;
	begin();
	add(EVENT_SPAWN, 0);
	add(EVENT_RESUME, 0);
	add(EVENT_SUSPEND, 0);
	add(EVENT_POLL_BEGIN, LOOP);
	add(EVENT_POLL_END, LOOP);
	add(EVENT_WAKE, 0);
	add(EVENT_READY, 0);
	add(EVENT_RESUME, 0);
	add(EVENT_DONE, 0);
	add(EVENT_POLL_BEGIN, LOOP);
	assert_true(segments_make(&made, &run));
	assert_segment(0, LOOP, SEGMENT_RUNNING, 0, 1);
	assert_segment(1, 0, SEGMENT_READY, 0, 1);
	assert_segment(2, 0, SEGMENT_RUNNING, 1, 2);
	assert_segment(3, LOOP, SEGMENT_LENT, 1, 2);
	assert_segment(4, LOOP, SEGMENT_RUNNING, 2, 3);
	assert_segment(5, 0, SEGMENT_WAITING, 2, 5);
	assert_segment(6, LOOP, SEGMENT_WAITING, 3, 4);
	assert_segment(7, LOOP, SEGMENT_RUNNING, 4, 7);
	assert_segment(8, 0, SEGMENT_READY, 5, 7);
	assert_segment(9, 0, SEGMENT_RUNNING, 7, 8);
	assert_segment(10, LOOP, SEGMENT_LENT, 7, 8);
	assert_segment(11, LOOP, SEGMENT_RUNNING, 8, 9);
	assert_segment(12, LOOP, SEGMENT_WAITING, 9, 9);
	assert_int_equal(made.count, 13);
	for (size_t i = 0; i < made.count; i++)
		assert_int_equal(made.list[i].open, i == 12);
}

/* A wait that a cancel ends is followed by ready alone; a worker cancelled before its first step never runs.
 */
static void test_cancelled(void **state)
{
	(void)state;
	begin();
	add(EVENT_SPAWN, 0);
	add(EVENT_SPAWN, 1);
	add(EVENT_RESUME, 0);
	add(EVENT_SUSPEND, 0);
	add(EVENT_CANCEL, 0);
	add(EVENT_READY, 0);
	add(EVENT_CANCEL, 1);
	add(EVENT_DONE, 1);
	assert_true(segments_make(&made, &run));
	assert_segment(2, 1, SEGMENT_READY, 1, 7);
	assert_segment(6, 0, SEGMENT_WAITING, 3, 5);
	assert_segment(7, 0, SEGMENT_READY, 5, 7);
	assert_true(made.list[7].open);
	assert_int_equal(made.count, 8);
}

static void test_nothing(void **state)
{
	(void)state;
	begin();
	assert_true(segments_make(&made, &run));
	assert_int_equal(made.count, 0);
}

/* For each event: one lane's segments follow each other, the supervisor's without a gap, and only one runs.
 */
static void check_rules(unsigned seed)
{
	size_t last[4] = {0};
	int running[EVENTS_MAX] = {0};

	for (size_t i = 0; i < made.count; i++) {
		const struct segment *s = &made.list[i];

		if (s->begin > s->end || s->end >= run.count || s->begin < last[s->worker + 1])
			fail_msg("seed %u: segment %zu is out of order", seed, i);
		if (s->worker == LOOP && s->begin != last[0])
			fail_msg("seed %u: the supervisor's segment %zu leaves a gap", seed, i);
		last[s->worker + 1] = s->end;
		for (size_t at = s->begin; s->state == SEGMENT_RUNNING && at < s->end; at++)
			if (running[at]++)
				fail_msg("seed %u: two run at event %zu", seed, at);
	}
	assert_int_equal(last[0], run.count - 1);
}

static void test_any_events(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 3000; seed++) {
		srand(seed);
		begin();
		for (int i = 1 + rand() % EVENTS_MAX; i > 0; i--) {
			enum event_kind kind = (enum event_kind)(rand() % (EVENT_POLL_END + 1));

			add(kind, kind >= EVENT_POLL_BEGIN ? LOOP : rand() % 3);
		}
		assert_true(segments_make(&made, &run));
		check_rules(seed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_life),
		cmocka_unit_test(test_cancelled),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_any_events),
	};

	return cmocka_run_group_tests_name("view_segments", tests, NULL, free_made);
}
