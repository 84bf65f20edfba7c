/* test_loop.c - a turn of the supervisor: who runs, in which order, and when virtual time goes on. */
#include "tests/lib/entries.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void run_by_timer(struct timer *t)
{
	run_entry(&container_of(t, struct entry, timer)->handle);
}

static void queue_by_watch(struct watch *w)
{
	loop_call_soon(&container_of(w, struct entry, watch)->handle);
}

/* Makes e's watch one of a pipe with a byte in it. */
static void watch_readable(struct entry *e, int ends[2])
{
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "!", 1), 1);
	e->watch.fd = ends[0];
	e->watch.on_ready = queue_by_watch;
	assert_int_equal(loop_watch(&e->watch), 0);
}

static void unwatch(struct entry *e, const int ends[2])
{
	loop_unwatch(&e->watch);
	close(ends[0]);
	close(ends[1]);
}

/* ---- a turn ---- */

/* asyncio's rules 1 and 2: a queue, of which a turn runs what stood in it when it began. */
static void who_queues_himself_runs_in_the_next_turn(void **state)
{
	struct entry a = entry("a", 2), b = entry("b", 0), c = entry("c", 1);

	(void)state;
	loop_call_soon(&a.handle);
	loop_call_soon(&b.handle);
	loop_call_soon(&c.handle);
	assert_int_equal(loop.nready, 3);
	turn();
	turn();
	turn();
	assert_false(loop_run_once());
	assert_said("a b c | a c | a |");
	assert_int_equal(loop.turn, 3);
}

/* Rule 4, and the order of events in _run_once: the ready, then fds, then deadlines. */
static void the_ready_run_before_fds_and_these_before_deadlines(void **state)
{
	struct entry ready = entry("ready", 0), fd = entry("fd", 0), due = entry("due", 0);
	int ends[2];

	(void)state;
	timer_start(&due.timer, 0, run_by_timer);
	watch_readable(&fd, ends);
	loop_call_soon(&ready.handle);
	turn();
	assert_said("ready fd due |");
	unwatch(&fd, ends);
}

static void who_is_always_ready_starves_neither_deadlines_nor_fds(void **state)
{
	struct entry busy = entry("busy", 3), fd = entry("fd", 0), due = entry("due", 0);
	int ends[2];

	(void)state;
	loop_call_soon(&busy.handle);
	turn();
	timer_start(&due.timer, 0, run_by_timer);
	watch_readable(&fd, ends);
	turn();
	drive();
	assert_said("busy | busy fd due | busy busy");
	unwatch(&fd, ends);
}

/* ---- watches ---- */

static void a_watch_begins_with_no_bits_and_ends_with_no_events(void **state)
{
	struct entry e = entry("told", 0), idle = entry("-", 0);
	int ends[2];

	(void)state;
	e.watch.ready = LOOP_HUP;
	watch_readable(&e, ends);
	assert_int_equal(e.watch.ready, 0);
	assert_int_equal(loop.watched, 1);
	loop_call_soon(&idle.handle);
	turn();
	assert_int_equal(e.watch.ready & LOOP_READ, LOOP_READ);
	unwatch(&e, ends);
	assert_int_equal(loop.watched, 0);
	loop_call_soon(&idle.handle);
	turn();
	assert_said("- told | - |");
}

static void what_cannot_be_watched_says_why_and_is_not_counted(void **state)
{
	char path[] = "/tmp/test_loop.XXXXXX";
	int file = mkstemp(path);
	struct watch w = {.fd = file, .on_ready = queue_by_watch};
	struct entry idle = entry("-", 0);

	(void)state;
	assert_true(file >= 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(loop_watch(&w), -EPERM);
	loop_call_soon(&idle.handle);
	turn();
	assert_said("- |"); /* and it is not told of */
	close(file);
	assert_int_equal(loop_watch(&w), -EBADF);
	assert_int_equal(loop.watched, 0);
}

/* ---- the virtual clock ---- */

static void virtual_time_jumps_to_the_next_deadline(void **state)
{
	struct entry hour = entry("hour", 0), day = entry("day", 0);

	(void)state;
	timer_start(&day.timer, 24 * 3600 * NS_PER_S, run_by_timer);
	timer_start(&hour.timer, 3600 * NS_PER_S, run_by_timer);
	turn();
	assert_true(loop.now == 3600 * NS_PER_S);
	turn();
	assert_true(loop.now == 24 * 3600 * NS_PER_S);
	assert_true(clock_now() == loop.now);
	assert_said("hour | day |");
}

static void virtual_time_stands_while_somebody_is_ready(void **state)
{
	struct entry busy = entry("busy", 2), due = entry("due", 0);

	(void)state;
	timer_start(&due.timer, NS_PER_S, run_by_timer);
	loop_call_soon(&busy.handle);
	for (int i = 0; i < 3; i++) {
		turn();
		assert_true(loop.now == 0);
	}
	turn();
	assert_said("busy | busy | busy | due |");
}

static void virtual_time_stands_while_somebody_waits_for_the_world(void **state)
{
	struct entry fd = entry("fd", 0), due = entry("due", 0);
	int ends[2];

	(void)state;
	timer_start(&due.timer, NS_PER_S, run_by_timer);
	watch_readable(&fd, ends);
	loop.waiting++;
	turn();
	assert_true(loop.now == 0);
	loop.waiting--;
	turn();
	assert_true(loop.now == NS_PER_S);
	assert_said("fd | due |");
	unwatch(&fd, ends);
}

static void who_waits_for_a_client_stops_no_time(void **state)
{
	struct entry due = entry("due", 0);

	(void)state;
	timer_start(&due.timer, NS_PER_S, run_by_timer);
	loop.listening++;
	turn();
	assert_true(loop.now == NS_PER_S);
	assert_said("due |");
	loop.listening--;
}

/* ---- nothing can happen ---- */

static void a_loop_for_which_nothing_can_happen_says_so(void **state)
{
	struct entry e = entry("fd", 0);
	int ends[2];

	(void)state;
	assert_false(loop_run_once());
	watch_readable(&e, ends);
	assert_false(loop_run_once()); /* an fd that is watched is no hope while nobody waits for it */
	loop.listening = 1;
	turn();
	loop.listening = 0;
	assert_said("fd |");
	assert_int_equal(loop.turn, 1);
	unwatch(&e, ends);
}

/* ---- open and close ---- */

static void a_loop_that_was_left_in_disorder_opens_clean_again(void **state)
{
	struct entry e = entry("never", 0);
	int before = count_open_fds();

	(void)state;
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	timer_start(&e.timer, 1, run_by_timer);
	loop_call_soon(&e.handle);
	clock_spend(NS_PER_S);
	loop_close();
	assert_false(loop.is_open);
	assert_null(loop.timers.heap);
	assert_int_equal(count_open_fds(), before);
	loop_close();
	assert_int_equal(count_open_fds(), before);
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	assert_true(loop.now == 0);
	assert_false(loop_run_once());
	assert_said("");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(who_queues_himself_runs_in_the_next_turn),
		FRESH(the_ready_run_before_fds_and_these_before_deadlines),
		FRESH(who_is_always_ready_starves_neither_deadlines_nor_fds),
		FRESH(a_watch_begins_with_no_bits_and_ends_with_no_events),
		FRESH(what_cannot_be_watched_says_why_and_is_not_counted),
		FRESH(virtual_time_jumps_to_the_next_deadline),
		FRESH(virtual_time_stands_while_somebody_is_ready),
		FRESH(virtual_time_stands_while_somebody_waits_for_the_world),
		FRESH(who_waits_for_a_client_stops_no_time),
		FRESH(a_loop_for_which_nothing_can_happen_says_so),
		CLOSED(a_loop_that_was_left_in_disorder_opens_clean_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
