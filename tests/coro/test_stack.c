/* test_stack.c - a task's own stack: what it takes of malloc, and that all of it is given back, however
 * the task ends. The frames on it are in test_stack_frames.c. */
#include "coro/run.h"
#include "tests/lib/stack_counted.h"

#include <string.h>

/* ---- chunks ---- */

/* Many frames, at the innermost of which it sleeps, and ends so. */
static async sleep_deep(int levels, enum status outcome)
{
	ASYNC(char bytes[100]);
	memset(my->bytes, levels, sizeof my->bytes);
	if (levels > 0) {
		AWAIT(sleep_deep(levels - 1, outcome));
	} else {
		AWAIT(sleep_for(NS_PER_MS));
		ASYNC_RAISE(outcome);
	}
	for (size_t i = 0; i < sizeof my->bytes; i++)
		assert_int_equal(my->bytes[i], levels);
	ASYNC_END;
}

static async sleep_often(int levels, enum status outcome)
{
	ASYNC(int i);
	for (my->i = 0; my->i < 3; my->i++)
		AWAIT(sleep_deep(levels, outcome));
	ASYNC_END;
}
ASYNC_ENTRY(sleep_often, int, enum status);

enum { WAVE = 50 };
static struct task wave[WAVE];

static void start_wave(enum status outcome)
{
	for (int i = 0; i < WAVE; i++)
		task_start(&wave[i], "one of many", sleep_often, i, outcome);
}

static void in_the_long_run_nothing_is_allocated(void **state)
{
	unsigned long first;

	(void)state;
	start_wave(ASYNC_OK);
	drive();
	first = calls;
	assert_in_range(first, WAVE, 50 * WAVE);
	for (int i = 0; i < 100; i++) {
		start_wave(ASYNC_OK);
		drive();
	}
	assert_int_equal(calls, first);
}

/* By its end, an error, a cancel while it waits, and a cancel before its first step. */
static void a_task_gives_its_memory_back_however_it_ends(void **state)
{
	static const enum status raised[] = {ASYNC_OK, ASYNC_E_PAYLOAD, ASYNC_OK, ASYNC_OK};
	static const enum status results[] = {ASYNC_OK, ASYNC_E_PAYLOAD, ASYNC_CANCELLED, ASYNC_CANCELLED};

	(void)state;
	for (int way = 0; way < 4; way++) {
		start_wave(raised[way]);
		assert_int_equal(in_use(), WAVE * FIRST); /* the arguments */
		if (way < 3) {
			assert_true(loop_run_once());
			assert_true(in_use() > WAVE * (WAVE + 1) / 2 * 100);
		}
		for (int i = 0; i < WAVE && way > 1; i++)
			task_cancel(&wave[i]);
		drive();
		assert_int_equal(in_use(), 0);
		for (int i = 0; i < WAVE; i++) {
			assert_int_equal(task_result(&wave[i]), results[way]);
			assert_null(wave[i].chunk);
		}
	}
}

/* ---- what is large ---- */

enum { LARGE = 100 * 1024 };

static async have_much(void)
{
	ASYNC(char bytes[LARGE]);
	for (int i = 0; i < LARGE; i++)
		assert_int_equal(my->bytes[i], 0);
	memset(my->bytes, 'x', LARGE);
	AWAIT(sleep_for(NS_PER_MS));
	for (int i = 0; i < LARGE; i++)
		assert_int_equal(my->bytes[i], 'x');
	ASYNC_END;
}
ASYNC_ENTRY(have_much);

static async have_much_for_a_while(void)
{
	ASYNC(int i);
	for (my->i = 0; my->i < 2; my->i++) {
		AWAIT(have_much());
		assert_true(held < LARGE);
		AWAIT(sleep_for(NS_PER_MS));
	}
	ASYNC_END;
}
ASYNC_ENTRY(have_much_for_a_while);

/* Its memory goes back to malloc when it is left, and is not kept as a spare chunk. */
static void a_large_frame_is_freed_at_once(void **state)
{
	struct task t = {0};

	(void)state;
	task_start(&t, "inside", have_much_for_a_while);
	assert_true(loop_run_once());
	assert_in_range(held, LARGE, LARGE + 2 * STEP);
	drive();
	assert_int_equal(now_ms(), 4);
	assert_int_equal(t.result, ASYNC_OK);
	task_start(&t, "outermost", have_much);
	assert_true(loop_run_once());
	task_cancel(&t);
	drive();
	assert_int_equal(t.result, ASYNC_CANCELLED);
	assert_true(held < LARGE);
}

struct parcel {
	unsigned char bytes[1000];
};

static async take_parcel(struct parcel parcel)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	for (size_t i = 0; i < sizeof parcel.bytes; i++)
		assert_int_equal(parcel.bytes[i], i % 256);
	ASYNC_END;
}
ASYNC_ENTRY(take_parcel, struct parcel);

static void so_may_arguments_be_large(void **state)
{
	struct parcel parcel = {0};

	(void)state;
	for (size_t i = 0; i < sizeof parcel.bytes; i++)
		parcel.bytes[i] = i % 256;
	assert_int_equal(async_run(take_parcel, parcel), ASYNC_OK);
	assert_int_equal(held, 0); /* run() leaves no spare chunks */
}

/* ---- what a task costs ---- */

static async sleep_once(int ms)
{
	ASYNC();
	AWAIT(sleep_for(ms * NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(sleep_once, int);

static void a_hundred_thousand_sleep_in_400_bytes_each(void **state)
{
	enum { SLEEPERS = 100000 };
	static struct task sleepers[SLEEPERS];

	(void)state;
	for (int i = 0; i < SLEEPERS; i++)
		task_start(&sleepers[i], "sleeper", sleep_once, 1 + i % 7);
	assert_true(loop_run_once());
	assert_int_equal(loop.timers.count, SLEEPERS);
	assert_in_range(sizeof sleepers + in_use(), SLEEPERS, 400UL * SLEEPERS);
	drive();
	for (int i = 0; i < SLEEPERS; i++)
		assert_int_equal(sleepers[i].result, ASYNC_OK);
	assert_int_equal(now_ms(), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STACKS(in_the_long_run_nothing_is_allocated),
		WITH_STACKS(a_task_gives_its_memory_back_however_it_ends),
		WITH_STACKS(a_large_frame_is_freed_at_once),
		WITH_STACKS(so_may_arguments_be_large),
		WITH_STACKS(a_hundred_thousand_sleep_in_400_bytes_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
