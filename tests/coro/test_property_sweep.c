/* test_property_sweep.c - each kind of wait, cancelled and timed out in every turn of the loop in which it stands:
 * while it waits, and when it was woken but has not run yet. Nothing may be left, and the next one gets what he waits
 * for. (The look-up of a host, which is the world's to end: test_property_lookup.c.) */
#include "tests/lib/property_waits.h"
#include "tests/lib/support.h"

static struct timeout far_away; /* around all that the subject does, unless the sweep ends it */
static struct task subject;

static async act(wait_fn *run)
{
	ASYNC();
	ASYNC_WITH(timeout_enter(&far_away, 10 * NS_PER_S)) {
		AWAIT(run());
	} ASYNC_EXIT(timeout_exit(&far_away, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(act, wait_fn *);

static void time_out(void)
{
	timer_cancel(&far_away.timer);
	far_away.timer.fire(&far_away.timer);
}

static void start(const struct property_wait *w)
{
	task_start(&subject, w->name, act, w->run);
	partner_start(w);
}

enum stroke { CANCEL, TIME_OUT };

/* One run in which the stroke falls after so many turns of the loop. Returns the number of the pause in which it did,
 * from 1; 0: the subject had ended. */
static unsigned run_until_struck(const struct property_wait *w, unsigned turns, enum stroke stroke)
{
	unsigned pause;

	start(w);
	while (turns-- > 0 && subject.state != TASK_DONE)
		assert_true(loop_run_once());
	if (subject.state == TASK_DONE)
		return 0;
	pause = subject.resumes + 1;
	if (stroke == CANCEL)
		assert_true(task_cancel(&subject));
	else
		time_out();
	drive();
	assert_int_equal(subject.result, stroke == CANCEL ? ASYNC_CANCELLED : ASYNC_TIMEOUT);
	return pause;
}

static void check_nothing_left(void)
{
	assert_int_equal(semaphore.value, 1);
	assert_int_equal(semaphore.called, 0);
	assert_true(list_empty(&semaphore.waiting));
	assert_true(list_empty(&event.waiting));
	assert_true(list_empty(&queue.getters) && list_empty(&queue.putters));
	assert_int_equal(put - got, queue.count);
	assert_true(list_empty(&task_all));
	assert_int_equal(loop.timers.count, 0);
	assert_int_equal(subject.cancelling, subject.result == ASYNC_CANCELLED);
}

static void sweep(const struct property_wait *w, enum stroke stroke)
{
	unsigned turns = 1, pause = 0, last;

	do {
		last = pause;
		waits_open(w);
		pause = run_until_struck(w, turns++, stroke);
		assert_true(pause == 0 || pause == last || pause == last + 1); /* no pause was left out */
		drive();
		check_nothing_left();
		start(w); /* and the next one: */
		drive();
		assert_int_equal(subject.result, ASYNC_OK);
		check_nothing_left();
		say_nothing();
	} while (pause > 0);
	assert_int_equal(last, w->pauses);
}

static void cancelled_at_every_await(void **state)
{
	(void)state;
	for (unsigned i = 0; i < wait_count; i++)
		sweep(&waits[i], CANCEL);
}

static void timed_out_at_every_await(void **state)
{
	(void)state;
	for (unsigned i = 0; i < wait_count; i++)
		sweep(&waits[i], TIME_OUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(cancelled_at_every_await),
		FRESH(timed_out_at_every_await),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
