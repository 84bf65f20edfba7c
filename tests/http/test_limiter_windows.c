/* test_limiter_windows.c - the token bucket's promise, on runs drawn by lot: whatever the rate, the burst,
 * the arrivals, the cancels and the late steps, no window holds more starts than burst + rate * T; and if no
 * step is late, each start comes at the first ns that the promise, with its interval in whole ns, allows. */
#include "coro/watch/watch.h"
#include "http/limiter.h"
#include "tests/lib/support.h"

#include <inttypes.h>
#include <string.h>

enum { SEEDS = 2000, TAKERS = 60 };

struct taker {
	struct timer canceller;
	struct task task;
};

struct start {
	int64_t asked, at;
	unsigned place; /* in the order in which they asked */
};

static struct limiter limiter;
static struct taker takers[TAKERS];
static struct start starts[TAKERS];
static unsigned nasked, nstarted;
static uint64_t drawn;
static uint32_t tokens, burst;
static int64_t period;

/* xorshift64 */
static int64_t lot(int64_t n)
{
	drawn ^= drawn << 13;
	drawn ^= drawn >> 7;
	drawn ^= drawn << 17;
	return (int64_t)(drawn % (uint64_t)n);
}

/* Asks at `arrival`; its step lasts for `spend` then. */
static async take_one(int64_t arrival, int64_t spend)
{
	ASYNC(struct start start);
	AWAIT(sleep_for(arrival));
	my->start.place = nasked++;
	my->start.asked = clock_now();
	AWAIT(limiter_take(&limiter));
	my->start.at = clock_now();
	starts[nstarted++] = my->start;
	clock_spend(spend);
	ASYNC_END;
}
ASYNC_ENTRY(take_one, int64_t, int64_t);

static void cancel_now(struct timer *t)
{
	task_cancel(&container_of(t, struct taker, canceller)->task);
}

/* Times on a coarse grid, so that a cancel, an arrival and a token often come at one moment, or to the ns. */
static int64_t draw_time(int64_t longest, bool coarse)
{
	int64_t step = coarse ? period / tokens / 2 : 1;

	step = step > 0 ? step : 1;
	return lot(longest / step + 1) * step;
}

static void draw_takers(unsigned count, bool late)
{
	int64_t span = (int64_t)count * (period / tokens + 1) / (1 + lot(4));
	bool coarse = lot(2);

	for (unsigned i = 0; i < count; i++) {
		struct taker *taker = &takers[i];
		int64_t arrival = draw_time(span, coarse);
		int64_t spend = late && lot(4) == 0 ? draw_time(span / 8, coarse) : 0;

		task_start(&taker->task, "taker", take_one, arrival, spend);
		if (lot(4) == 0)
			timer_start(&taker->canceller, draw_time(2 * span, coarse), cancel_now);
	}
}

static void run_world(uint64_t seed, bool late)
{
	static const int64_t rates[][2] = {{1, 1000 * NS_PER_S}, {10, NS_PER_S}, {3, NS_PER_S},
		{25, 10 * NS_PER_S}, {997, NS_PER_S}, {999983, NS_PER_S}, {1000000, NS_PER_S}, {7, 11}};

	drawn = seed * UINT64_C(0x9e3779b97f4a7c15);
	size_t rate = (size_t)lot(sizeof rates / sizeof *rates);
	tokens = (uint32_t)rates[rate][0];
	period = rates[rate][1];
	burst = (uint32_t)(1 + lot(lot(2) ? 3 : 20));
	memset(takers, 0, sizeof takers);
	nasked = nstarted = 0;
	limiter_init(&limiter, tokens, period, burst);
	draw_takers((unsigned)(1 + lot(TAKERS)), late);
	drive();
	assert_true(list_empty(&task_all));
	assert_true(list_empty(&limiter.line));
	assert_int_equal(loop.timers.count, 0);
}

/* The first moment at which start j may come, from the promise alone: each window that it ends holds at most
 * burst + rate * T. */
static int64_t earliest(unsigned j)
{
	int64_t first = j > 0 && starts[j - 1].at > starts[j].asked ? starts[j - 1].at : starts[j].asked;

	for (unsigned i = 0; i + burst <= j; i++) {
		int64_t over = j - i + 1 - burst; /* of the j - i + 1 starts in this window */
		int64_t at = starts[i].at + over * ((period + tokens - 1) / tokens);

		first = at > first ? at : first;
	}
	return first;
}

static void assert_promise(uint64_t seed, bool late)
{
	for (unsigned j = 0; j < nstarted; j++) {
		int64_t first = earliest(j);

		if (starts[j].at < first || (!late && starts[j].at > first))
			fail_msg("seed %" PRIu64 "%s: start %u at %" PRId64 ", not at %" PRId64, seed,
				late ? " (late steps)" : "", j, starts[j].at, first);
		if (j > 0 && starts[j].place < starts[j - 1].place)
			fail_msg("seed %" PRIu64 ": start %u has overtaken", seed, j);
	}
}

static void test_windows(void **state)
{
	unsigned all = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= SEEDS; seed++)
		for (int late = 0; late < 2; late++) {
			assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
			loop.shuffle = seed % 2 ? seed : 0; /* among those who are ready any order may come */
			watch_open();
			run_world(seed, late);
			assert_promise(seed, late);
			all += nstarted;
			loop_close();
		}
	assert_true(all > SEEDS * 30); /* the worlds are not empty */
}

/* ---- without drift ---- */

static async run_marathon(int takes)
{
	ASYNC(int i);
	for (; my->i < takes; my->i++)
		AWAIT(limiter_take(&limiter));
	ASYNC_END;
}
ASYNC_ENTRY(run_marathon, int);

/* The last of a million comes at the ns that arithmetic says: an interval is rounded up once, and nothing is
 * added or lost on the way. */
static void test_no_drift(void **state)
{
	static const struct {
		uint32_t tokens;
		int64_t period;
		uint32_t burst;
		int takes;
		int64_t end;
	} cases[] = {
		{10, NS_PER_S, 1, 1000001, 100000 * NS_PER_S},
		{7, NS_PER_S, 2, 100002, 100000 * INT64_C(142857143)},
		{1000000, NS_PER_S, 5, 100005, 100 * NS_PER_MS},
		{1, 1000 * NS_PER_S, 3, 100003, 100000000 * NS_PER_S},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct task runner = {0};

		assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
		limiter_init(&limiter, cases[i].tokens, cases[i].period, cases[i].burst);
		task_start(&runner, "runner", run_marathon, cases[i].takes);
		drive();
		assert_int_equal(loop.now, cases[i].end);
		loop_close();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_windows),
		CLOSED(test_no_drift),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
