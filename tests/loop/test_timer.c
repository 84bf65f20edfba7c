/* test_timer.c - do deadlines come in order, each once, and the cancelled ones never? */
#include "tests/lib/support.h"

struct alarm {
	struct timer timer;
	char name;
};

static void ring(struct timer *t)
{
	say("%c", container_of(t, struct alarm, timer)->name);
}

static void start(struct alarm *a, char name, int64_t due)
{
	*a = (struct alarm){.name = name};
	timer_start(&a->timer, due, ring);
}

/* ---- order ---- */

static void the_earliest_fires_first(void **state)
{
	struct alarm a, b, c;

	(void)state;
	start(&c, 'c', 30);
	start(&a, 'a', 10);
	start(&b, 'b', 20);
	assert_int_equal(next_due(), 10);
	timers_fire(25, loop.timers.seq);
	assert_said("a b");
	assert_int_equal(next_due(), 30);
	timers_fire(30, loop.timers.seq);
	assert_said("c");
	assert_true(next_due() == INT64_MAX);
}

static void equal_deadlines_fire_in_the_order_of_their_start(void **state)
{
	struct alarm alarms[12];

	(void)state;
	for (int i = 0; i < 12; i++)
		start(&alarms[i], (char)('a' + i), 10);
	timers_fire(10, loop.timers.seq);
	assert_said("a b c d e f g h i j k l");
}

/* ---- what firing may do ---- */

static void restart_for_now(struct timer *t)
{
	say("again");
	timer_start(t, 10, restart_for_now);
}

static void a_timer_started_by_a_firing_one_waits_for_the_next_turn(void **state)
{
	struct timer t = {0};

	(void)state;
	timer_start(&t, 10, restart_for_now);
	timers_fire(10, loop.timers.seq);
	assert_said("again");
	timers_fire(10, loop.timers.seq);
	assert_said("again");
	timer_cancel(&t);
}

static struct alarm late;

static void start_one_in_the_past(struct timer *t)
{
	(void)t;
	say("starts");
	start(&late, 'l', 1);
}

static void a_deadline_in_the_past_holds_nobody_up_who_is_due(void **state)
{
	struct timer first = {0};
	struct alarm second;

	(void)state;
	timer_start(&first, 10, start_one_in_the_past);
	start(&second, '2', 20);
	loop.now = 25;
	timers_fire(loop.now, loop.timers.seq);
	assert_said("starts 2");
	timers_fire(loop.now, loop.timers.seq);
	assert_said("l");
}

static struct alarm victim;

static void cancel_victim(struct timer *t)
{
	(void)t;
	timer_cancel(&victim.timer);
}

static void a_timer_cancelled_by_a_firing_one_does_not_fire(void **state)
{
	struct timer killer = {0};

	(void)state;
	timer_start(&killer, 10, cancel_victim);
	start(&victim, 'v', 10);
	timers_fire(10, loop.timers.seq);
	assert_said("");
	assert_int_equal(loop.timers.count, 0);
}

static void an_idle_timer_can_be_cancelled_and_a_used_one_started_again(void **state)
{
	struct alarm a = {.name = 'a'};

	(void)state;
	timer_cancel(&a.timer);
	timer_start(&a.timer, 10, ring);
	assert_int_equal(next_due(), 10);
	timers_fire(10, loop.timers.seq);
	timer_cancel(&a.timer);
	timer_start(&a.timer, 20, ring);
	timer_cancel(&a.timer);
	timer_cancel(&a.timer);
	timer_start(&a.timer, 30, ring);
	assert_int_equal(next_due(), 30);
	timers_fire(30, loop.timers.seq);
	assert_said("a a");
}

/* A deadline that stood before somebody waits for it fires as if it had been waited for all the time. */
static void L1_a_deadline_keeps_its_place_until_it_is_waited_for(void **state)
{
	struct alarm first = {.name = 'f'}, second;
	uint64_t seq = timer_seq();

	(void)state;
	start(&second, 's', 10);
	assert_false(timers_passed(10, seq));
	timer_start_at(&first.timer, 10, seq, ring);
	timers_fire(10, loop.timers.seq);
	assert_said("f s");
	assert_true(timers_passed(10, seq));
	assert_false(timers_passed(11, seq));
	assert_false(timers_passed(10, timer_seq()));
}

/* ---- a thousand timers against a plain list ---- */

enum { MANY = 1000, HORIZON = 200 };

struct model {
	struct timer timer;
	int64_t due;
	int order; /* of the start; 0: not started */
	bool fired;
} model[MANY];

static int started, fired;
static struct model *before;
static uint32_t dice = 1;

static int roll(int sides)
{
	dice = dice * 1664525 + 1013904223; /* Numerical Recipes' generator: the same dice in every run */
	return (int)((dice >> 8) % (uint32_t)sides);
}

static void check_order(struct timer *t)
{
	struct model *m = container_of(t, struct model, timer);

	assert_false(m->fired);
	assert_true(m->order > 0);
	assert_true(m->due <= loop.now);
	if (before && before->due == m->due)
		assert_true(before->order < m->order);
	else if (before)
		assert_true(before->due < m->due);
	before = m;
	m->fired = true;
	fired++;
}

static void start_model(struct model *m, int64_t due)
{
	*m = (struct model){.due = due, .order = ++started};
	timer_start(&m->timer, due, check_order);
}

static void check_heap(void)
{
	for (unsigned i = 0; i < loop.timers.count; i++)
		assert_int_equal(loop.timers.heap[i].timer->place, i + 1);
}

/* Cancels in the heap's middle leave holes that are filled from its end: the filler may belong above the
 * hole, or below it. Chance finds both. */
static void random_starts_and_cancels_keep_the_order(void **state)
{
	int cancelled = 0;

	(void)state;
	for (int i = 0; i < MANY; i++)
		start_model(&model[i], roll(HORIZON));
	for (int round = 0; round < 3 * MANY; round++) {
		struct model *m = &model[roll(MANY)];

		timer_cancel(&m->timer);
		m->order = 0;
		if (roll(2))
			start_model(m, roll(HORIZON));
	}
	check_heap();
	for (int i = 0; i < MANY; i++)
		cancelled += model[i].order == 0;
	for (loop.now = 0; loop.now < HORIZON; loop.now += 7)
		timers_fire(loop.now, loop.timers.seq);
	loop.now = HORIZON;
	timers_fire(loop.now, loop.timers.seq);
	assert_int_equal(fired, MANY - cancelled);
	assert_in_range(cancelled, 1, MANY - 1);
}

/* ---- steady state ---- */

static void who_starts_and_fires_for_ever_needs_no_more_room(void **state)
{
	static struct alarm alarms[100];
	unsigned room;

	(void)state;
	for (int i = 0; i < 100; i++)
		timer_start(&alarms[i].timer, i, ring);
	room = loop.timers.room;
	assert_in_range(room, 100, 200);
	for (int i = 0; i < 1000; i++) {
		timer_cancel(&alarms[i % 100].timer);
		timer_start(&alarms[i % 100].timer, i, ring);
	}
	assert_int_equal(loop.timers.room, room);
	for (int i = 0; i < 100; i++)
		timer_cancel(&alarms[i].timer);
}

/* ---- in the loop ---- */

static void a_timer_fires_in_the_first_turn_that_is_not_before_it(void **state)
{
	struct alarm a, b;

	(void)state;
	start(&a, 'a', 5 * NS_PER_MS);
	start(&b, 'b', 5 * NS_PER_MS + 1);
	assert_true(loop_run_once());
	assert_true(loop.now == 5 * NS_PER_MS);
	assert_said("a");
	assert_true(loop_run_once());
	assert_true(loop.now == 5 * NS_PER_MS + 1);
	assert_said("b");
	assert_false(loop_run_once());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(the_earliest_fires_first),
		FRESH(equal_deadlines_fire_in_the_order_of_their_start),
		FRESH(a_timer_started_by_a_firing_one_waits_for_the_next_turn),
		FRESH(a_deadline_in_the_past_holds_nobody_up_who_is_due),
		FRESH(a_timer_cancelled_by_a_firing_one_does_not_fire),
		FRESH(an_idle_timer_can_be_cancelled_and_a_used_one_started_again),
		FRESH(L1_a_deadline_keeps_its_place_until_it_is_waited_for),
		FRESH(random_starts_and_cancels_keep_the_order),
		FRESH(who_starts_and_fires_for_ever_needs_no_more_room),
		FRESH(a_timer_fires_in_the_first_turn_that_is_not_before_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
