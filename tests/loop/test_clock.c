/* test_clock.c - the two clocks: what work inside a step costs, and that no real deadline comes early. */
#include "loop/watcher.h"
#include "tests/lib/support.h"

static void ring(struct timer *t)
{
	(void)t;
	say("rings@%d", now_ms());
}

static void virtual_work_takes_time_and_makes_others_wait(void **state)
{
	struct timer timer = {0};

	(void)state;
	timer_start(&timer, 10 * NS_PER_MS, ring);
	clock_spend(25 * NS_PER_MS);
	assert_int_equal(now_ms(), 25);
	assert_true(loop_run_once());
	assert_said("rings@25");
	assert_true(clock_now() == 25 * NS_PER_MS);
}

static void seconds_are_those_of_the_loop(void **state)
{
	(void)state;
	assert_true(clock_seconds() == 0);
	clock_spend(2500 * NS_PER_MS);
	assert_true(clock_seconds() == 2.5);
}

/* As the synchronous program uses it. */
static void seconds_need_no_loop(void **state)
{
	double before = clock_seconds();

	(void)state;
	assert_false(loop.is_open);
	clock_spend(20 * NS_PER_MS);
	assert_true(clock_seconds() - before >= 0.02);
	assert_true(clock_seconds() - before < 5);
}

static void real_work_really_takes_time(void **state)
{
	int64_t before = loop.now, begin = clock_monotonic();

	(void)state;
	clock_spend(NS_PER_MS);
	assert_true(clock_monotonic() - begin >= NS_PER_MS);
	assert_true(loop.now - before >= NS_PER_MS);
}

static void real_time_is_read_once_a_turn(void **state)
{
	int64_t before = loop.now;

	(void)state;
	while (clock_now() <= before)
		;
	assert_true(loop.now == before);
	clock_update();
	assert_true(loop.now > before);
}

static int64_t rang_at;

static void note_time(struct timer *t)
{
	(void)t;
	rang_at = clock_monotonic();
}

/* 1.5 ms are rounded up to what the backend can wait for. Rounded down, the first turn would end too early
 * and ring nobody. */
static void a_real_deadline_is_never_early_and_needs_one_turn(void **state)
{
	struct timer timer = {0};
	int64_t due = loop.now + 3 * NS_PER_MS / 2;

	(void)state;
	rang_at = 0;
	timer_start(&timer, due, note_time);
	assert_true(loop_run_once());
	assert_true(rang_at >= due);
	assert_int_equal(loop.timers.count, 0);
}

/* ---- L1: after work in a turn ---- */

/* As much time passes as if this turn had worked for it. */
static void work_for(int64_t ns)
{
	loop.clock_offset -= ns;
}

static void L1_a_deadline_counts_from_when_it_is_asked_for(void **state)
{
	int64_t turn = loop.now;

	(void)state;
	work_for(90 * NS_PER_MS);
	assert_true(clock_after(60 * NS_PER_MS) >= turn + 150 * NS_PER_MS);
	assert_true(clock_after(INT64_MAX) == INT64_MAX - 1);
}

static int64_t slept; /* 0: it did not even ask the backend */

static void note_sleep(int64_t ns)
{
	slept = ns;
}

/* How long the loop would sleep for a timer of 100 ms, when the turn goes on for so long after starting it. */
static int64_t sleep_after(int64_t work)
{
	struct timer timer = {0};

	timer_start(&timer, clock_after(100 * NS_PER_MS), note_time);
	work_for(work);
	slept = 0;
	loop_watcher.poll_begin = note_sleep;
	assert_true(loop_run_once());
	timer_cancel(&timer);
	return slept;
}

static void L1_a_sleep_is_as_long_as_is_left_when_it_begins(void **state)
{
	(void)state;
	assert_true(sleep_after(90 * NS_PER_MS) <= 10 * NS_PER_MS);
	assert_true(sleep_after(110 * NS_PER_MS) == 0);
}

/* A debugger that held the process adds to the offset: all deadlines move with it. */
static void what_the_offset_holds_is_no_time(void **state)
{
	const int64_t hour = 3600 * NS_PER_S;
	int64_t now = clock_now();

	(void)state;
	loop.clock_offset += hour;
	assert_in_range(now - clock_now(), hour - NS_PER_S, hour); /* less a moment of real time */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(virtual_work_takes_time_and_makes_others_wait),
		FRESH(seconds_are_those_of_the_loop),
		CLOSED(seconds_need_no_loop),
		FRESH_REAL(real_work_really_takes_time),
		FRESH_REAL(real_time_is_read_once_a_turn),
		FRESH_REAL(a_real_deadline_is_never_early_and_needs_one_turn),
		FRESH_REAL(L1_a_deadline_counts_from_when_it_is_asked_for),
		FRESH_REAL(L1_a_sleep_is_as_long_as_is_left_when_it_begins),
		FRESH_REAL(what_the_offset_holds_is_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
