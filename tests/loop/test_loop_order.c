/* test_loop_order.c - who is taken out of the queue, and another order for who is in it. */
#include "coro/watch/watch.h"
#include "tests/lib/entries.h"

#include <string.h>

/* ---- another order ---- */

/* All orders that a coin a handle can make, and nobody is lost; a handle that was called off does not run. */
static void the_order_of_a_turn_can_be_drawn(void **state)
{
	struct entry a = entry("a", 0), b = entry("b", 0), c = entry("c", 0), off = entry("off", 0);
	static const char *const orders[] = {"a b c", "b a c", "c a b", "c b a"};
	bool seen[4] = {false};

	(void)state;
	loop.shuffle = 1;
	watch_open();
	for (int i = 0; i < 100; i++) {
		char text[16] = "";

		loop_call_soon(&a.handle);
		loop_call_soon(&b.handle);
		loop_call_soon(&off.handle);
		loop_call_soon(&c.handle);
		loop_call_off(&off.handle);
		assert_int_equal(loop.nready, 3);
		assert_true(loop_run_once());
		take_said(text, sizeof text);
		for (int k = 0; k < 4; k++)
			seen[k] = seen[k] || strcmp(text, orders[k]) == 0;
	}
	assert_true(seen[0] && seen[1] && seen[2] && seen[3]);
}

struct caller { /* calls another off, in the turn in which both should run */
	struct handle handle;
	struct entry *other;
};

static void call_other_off(struct handle *h)
{
	loop_call_off(&container_of(h, struct caller, handle)->other->handle);
}

static void who_is_called_off_in_its_own_turn_does_not_run(void **state)
{
	struct entry other = entry("other", 0), last = entry("last", 0);
	struct caller caller = {{.run = call_other_off}, &other};

	(void)state;
	loop_call_soon(&caller.handle);
	loop_call_soon(&other.handle);
	loop_call_soon(&last.handle);
	turn();
	assert_false(loop_run_once());
	loop_call_soon(&last.handle);
	loop_call_soon(&other.handle);
	loop_call_off(&other.handle); /* the last in the queue */
	loop_call_soon(&caller.handle);
	loop_call_off(&caller.handle);
	turn();
	assert_said("last | last |");
}

/* ---- L1: timers ---- */

static void ring(struct timer *t)
{
	(void)t;
	say("rings");
}

static struct timer timer;

static void start_for_now(struct handle *h)
{
	(void)h;
	timer_start(&timer, loop.now, ring);
	say("started");
}

/* As in asyncio, whose loop has collected the turn's timers before anybody runs. */
static void L1_a_timer_never_fires_in_the_turn_that_starts_it(void **state)
{
	struct handle starter = {.run = start_for_now};

	(void)state;
	loop_call_soon(&starter);
	assert_true(loop_run_once());
	assert_said("started");
	assert_true(loop_run_once());
	assert_said("rings");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(the_order_of_a_turn_can_be_drawn),
		FRESH(who_is_called_off_in_its_own_turn_does_not_run),
		FRESH(L1_a_timer_never_fires_in_the_turn_that_starts_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
