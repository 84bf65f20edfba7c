/* test_limiter.c - the token bucket: exact in every window, in order of arrival, one wake for each token, and
 * no token lost with who was cancelled. */
#include "http/limiter.h"
#include "tests/lib/support.h"

#include <inttypes.h>
#include <string.h>

enum { TAKERS = 40 };

struct taker { /* takes one token */
	int64_t arrival; /* in: when it asks for it */
	int64_t spend;   /* in: how long it keeps the loop busy then */
	int64_t cancel;  /* in: when it is cancelled, or 0 */
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

static async take_one(int64_t arrival, int64_t spend)
{
	ASYNC(struct start start);
	if (arrival > 0)
		AWAIT(sleep_for(arrival));
	my->start.place = ++nasked;
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

static void start_takers(int from, int to)
{
	for (int i = from; i < to; i++) {
		task_start(&takers[i].task, "taker", take_one, takers[i].arrival, takers[i].spend);
		if (takers[i].cancel > 0)
			timer_start(&takers[i].canceller, loop.now + takers[i].cancel, cancel_now);
	}
}

static void begin(uint32_t tokens, int64_t period, uint32_t burst)
{
	memset(takers, 0, sizeof takers);
	nasked = nstarted = 0;
	limiter_init(&limiter, tokens, period, burst);
}

/* "a@0 b@100": who started when, in ms of the virtual clock. */
static void say_starts(void)
{
	for (unsigned i = 0; i < nstarted; i++)
		say("%c@%" PRId64, 'a' + (int)starts[i].place - 1, starts[i].at / NS_PER_MS);
}

static int open_takers(void **state)
{
	begin(10, NS_PER_S, 1);
	return open_virtual(state);
}

static int close_takers(void **state)
{
	assert_true(list_empty(&limiter.line));
	assert_int_equal(limiter.timer.place, 0);
	return close_empty(state);
}

#define WITH_TAKERS(test) cmocka_unit_test_setup_teardown(test, open_takers, close_takers)

/* ---- by hand ---- */

static void test_rates(void **state)
{
	static const struct {
		uint32_t tokens;
		int64_t period;
		uint32_t burst;
		const char *said;
	} cases[] = {
		{10, NS_PER_S, 1, "a@0 b@100 c@200 d@300"},
		{10, NS_PER_S, 0, "a@0 b@100 c@200 d@300"},
		{10, NS_PER_S, 2, "a@0 b@0 c@100 d@200"},
		{25, 10 * NS_PER_S, 1, "a@0 b@400 c@800 d@1200"},
		{3, NS_PER_S, 1, "a@0 b@333 c@666 d@1000"},
		{3, NS_PER_S, 3, "a@0 b@0 c@0 d@333"},
		{1, 1000 * NS_PER_S, 1, "a@0 b@1000000 c@2000000 d@3000000"},
		{1, 1000000 * NS_PER_S, UINT32_MAX, "a@0 b@0 c@0 d@0"},
		{1000000, NS_PER_S, 1, "a@0 b@0 c@0 d@0"},
		{UINT32_MAX, 1, UINT32_MAX, "a@0 b@0 c@0 d@0"},
		{0, NS_PER_S, 1, "a@0 b@0 c@0 d@0"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
		begin(cases[i].tokens, cases[i].period, cases[i].burst);
		start_takers(0, 4);
		drive();
		say_starts();
		assert_said(cases[i].said);
		loop_close();
	}
}

/* A rest gives the bucket its tokens back, but no more than it can hold. */
static void test_rest(void **state)
{
	static const int64_t arrivals_ms[] = {0, 0, 0, 1000, 1000, 1000, 1000, 1150, 1150};

	(void)state;
	begin(10, NS_PER_S, 3);
	for (int i = 0; i < 9; i++)
		takers[i].arrival = arrivals_ms[i] * NS_PER_MS;
	start_takers(0, 9);
	drive();
	say_starts();
	assert_said("a@0 b@0 c@0 d@1000 e@1000 f@1000 g@1100 h@1200 i@1300");
}

static void test_free_token_costs_no_pause(void **state)
{
	(void)state;
	begin(10, NS_PER_S, 3);
	start_takers(0, 3);
	drive();
	assert_int_equal(loop.turn, 1);
}

/* a keeps the loop busy for 25 ms: b's token came at 10, but b starts at 25 and is counted there, so that c
 * does not follow at 20 or 30. */
static void test_late_start_is_counted_late(void **state)
{
	(void)state;
	begin(100, NS_PER_S, 1);
	takers[0].spend = 25 * NS_PER_MS;
	start_takers(0, 4);
	drive();
	say_starts();
	assert_said("a@0 b@25 c@35 d@45");
}

/* With a deeper bucket the tokens that came meanwhile are there: c and d take them at once. */
static void test_burst_makes_up_for_lateness(void **state)
{
	(void)state;
	begin(100, NS_PER_S, 2);
	takers[1].spend = 25 * NS_PER_MS;
	start_takers(0, 6);
	drive();
	say_starts();
	assert_said("a@0 b@0 c@25 d@25 e@35 f@45");
}

/* The time of the turn is old when others have run long in it: a start is counted by the clock itself. */
static async take_late(int64_t *asked)
{
	ASYNC();
	loop.clock_offset -= 50 * NS_PER_S; /* so much time goes by in this turn */
	*asked = loop.now;
	AWAIT(limiter_take(&limiter));
	ASYNC_END;
}
ASYNC_ENTRY(take_late, int64_t *);

static void test_clock_is_read_anew(void **state)
{
	struct task task = {0};
	int64_t asked = 0;

	(void)state;
	begin(1, 100 * NS_PER_S, 1);
	task_start(&task, "late", take_late, &asked);
	drive();
	assert_true(limiter.due >= asked + 150 * NS_PER_S);
}

/* ---- order, and one wake for each ---- */

static void test_nobody_overtakes(void **state)
{
	(void)state;
	start_takers(0, 3); /* b's token comes at 100, and d comes just then, before b can run */
	takers[3].arrival = 100 * NS_PER_MS;
	takers[4].arrival = 150 * NS_PER_MS;
	start_takers(3, 5);
	drive();
	say_starts();
	assert_said("a@0 b@100 c@200 d@300 e@400");
}

static void test_one_wake_for_each(void **state)
{
	(void)state;
	start_takers(0, TAKERS);
	while (loop_run_once())
		assert_true(loop.timers.count <= 1); /* the first in line has one, and nobody else */
	assert_int_equal(loop.turn, 2 * TAKERS - 1); /* one for each token but the first, one for each start */
	for (int i = 1; i < TAKERS; i++)
		assert_int_equal(takers[i].task.resumes, takers[0].task.resumes + 1);
}

/* ---- cancelling ---- */

/* Before its token is there, at that very moment, or when it has been woken already: the next one gets the
 * token then, and no later. */
static void test_cancelled(void **state)
{
	static const struct {
		int who, ms;
		const char *said;
	} cases[] = {
		{1, 50, "a@0 c@100 d@200"}, /* the first in line */
		{1, 100, "a@0 c@100 d@200"},
		{2, 50, "a@0 b@100 d@200"}, /* one in the middle */
		{2, 100, "a@0 b@100 d@200"},
		{2, 150, "a@0 b@100 d@200"},
		{3, 50, "a@0 b@100 c@200"}, /* the last */
		{3, 250, "a@0 b@100 c@200"},
		{3, 300, "a@0 b@100 c@200"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
		begin(10, NS_PER_S, 1);
		takers[cases[i].who].cancel = cases[i].ms * NS_PER_MS;
		start_takers(0, 4);
		drive();
		say_starts();
		assert_said(cases[i].said);
		assert_int_equal(takers[cases[i].who].task.result, ASYNC_CANCELLED);
		loop_close();
	}
}

/* Woken in the same turn, cancelled by somebody who runs before it. */
static void test_cancelled_after_its_wake(void **state)
{
	(void)state;
	start_takers(0, 4);
	assert_true(loop_run_once());
	loop.now += 100 * NS_PER_MS;
	timers_fire(loop.now, loop.timers.seq);
	assert_int_equal(takers[1].task.state, TASK_READY);
	task_cancel(&takers[1].task);
	drive();
	say_starts();
	assert_said("a@0 c@100 d@200");
	assert_int_equal(takers[1].task.result, ASYNC_CANCELLED);
}

/* When the last one has left the line no timer may stay behind, since the limiter's memory may go. */
static void test_all_cancelled(void **state)
{
	(void)state;
	start_takers(0, 4);
	assert_true(loop_run_once());
	for (int i = 1; i < 4; i++)
		task_cancel(&takers[i].task);
	assert_true(loop_run_once());
	assert_int_equal(loop.timers.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_rates),
		WITH_TAKERS(test_rest),
		WITH_TAKERS(test_free_token_costs_no_pause),
		WITH_TAKERS(test_late_start_is_counted_late),
		WITH_TAKERS(test_burst_makes_up_for_lateness),
		FRESH_REAL(test_clock_is_read_anew),
		WITH_TAKERS(test_nobody_overtakes),
		WITH_TAKERS(test_one_wake_for_each),
		CLOSED(test_cancelled),
		WITH_TAKERS(test_cancelled_after_its_wake),
		WITH_TAKERS(test_all_cancelled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
