/* test_sync.c - the semaphore (rule 23): permits are handed over in order of arrival, and none is lost. */
#include "coro/many/locks.h"
#include "tests/lib/support.h"

static struct semaphore permits;
static int inside, most_inside;

static async use_permit(char name, int ms) /* how long it keeps its permit; 0: it gives it back at once */
{
	enum status err = ASYNC_OK;

	ASYNC();
	ASYNC_WITH(semaphore_acquire(&permits)) {
		if (++inside > most_inside)
			most_inside = inside;
		say("%c@%d", name, now_ms());
		if (ms)
			AWAIT_CATCH_ALL(err, sleep_for(ms * NS_PER_MS));
		inside--;
		ASYNC_RAISE(err);
	} ASYNC_EXIT(semaphore_exit(&permits));
	ASYNC_END;
}
ASYNC_ENTRY(use_permit, char, int);

enum { USERS = 6 };
static struct task tasks[USERS];

static void start_users(int from, int to, int ms)
{
	for (int i = from; i < to; i++)
		task_start(&tasks[i], "user", use_permit, (char)('a' + i), ms);
}

static int open_users(void **state)
{
	inside = most_inside = 0;
	semaphore_init(&permits, 1);
	return open_virtual(state);
}

/* Every permit must be back, and nobody in the queue. */
static int close_users(void **state)
{
	assert_int_equal(inside, 0);
	assert_true(list_empty(&permits.waiting));
	return close_empty(state);
}

#define WITH_USERS(test) cmocka_unit_test_setup_teardown(test, open_users, close_users)

/* ---- order ---- */

static void who_comes_first_is_served_first(void **state)
{
	(void)state;
	start_users(0, USERS, 10);
	drive();
	assert_said("a@0 b@10 c@20 d@30 e@40 f@50");
	assert_int_equal(permits.value, 1);
}

static void so_many_at_a_time_and_not_more(void **state)
{
	(void)state;
	semaphore_init(&permits, 2);
	start_users(0, USERS, 10);
	drive();
	assert_said("a@0 b@0 c@10 d@10 e@20 f@20");
	assert_int_equal(most_inside, 2);
	assert_int_equal(permits.value, 2);
}

static void a_free_permit_is_taken_without_a_pause(void **state)
{
	(void)state;
	start_users(0, 3, 0);
	drive();
	assert_said("a@0 b@0 c@0");
	assert_int_equal(loop.turn, 1);
}

static void release_that_nobody_waits_for_makes_one_more_permit(void **state)
{
	(void)state;
	semaphore_init(&permits, 0);
	semaphore_release(&permits);
	semaphore_release(&permits);
	assert_int_equal(permits.value, 2);
}

/* The permit belongs to the first in the queue from the moment of the release, though he has not run yet:
 * who asks in between gets none. */
static void nobody_overtakes_who_was_granted_a_permit(void **state)
{
	(void)state;
	semaphore_init(&permits, 0);
	start_users(0, 1, 10);
	assert_true(loop_run_once());
	start_users(1, 2, 10); /* b stands in the ready queue, in front of a */
	semaphore_release(&permits);
	assert_int_equal(permits.value, 0);
	drive();
	assert_said("a@0 b@10");
	assert_int_equal(permits.value, 1);
}

/* ---- cancelling ---- */

static void who_is_cancelled_in_the_queue_leaves_it(void **state)
{
	struct canceller canceller;

	(void)state;
	start_users(0, 4, 10);
	cancel_at(&canceller, &tasks[1], 5);
	drive();
	assert_said("a@0 c@10 d@20");
	assert_int_equal(tasks[1].result, ASYNC_CANCELLED);
	assert_int_equal(permits.value, 1);
}

static void who_is_cancelled_with_a_permit_gives_it_back(void **state)
{
	struct canceller canceller;

	(void)state;
	start_users(0, 2, 10);
	cancel_at(&canceller, &tasks[0], 5);
	drive();
	assert_said("a@0 b@5");
	assert_int_equal(tasks[0].result, ASYNC_CANCELLED);
	assert_int_equal(permits.value, 1);
}

/* Granted and then cancelled, or cancelled and then granted, before it could run: the permit is passed on. */
static void a_permit_granted_to_a_cancelled_task_is_passed_on(void **state)
{
	(void)state;
	for (int cancel_first = 0; cancel_first < 2; cancel_first++) {
		semaphore_init(&permits, 0);
		start_users(0, 3, 0);
		assert_true(loop_run_once());
		if (cancel_first)
			task_cancel(&tasks[0]);
		semaphore_release(&permits);
		if (!cancel_first)
			task_cancel(&tasks[0]);
		drive();
		assert_int_equal(tasks[0].result, ASYNC_CANCELLED);
		assert_int_equal(permits.value, 1);
	}
	assert_said("b@0 c@0 b@0 c@0");
}

static void a_permit_passed_on_by_the_last_one_is_free_again(void **state)
{
	(void)state;
	semaphore_init(&permits, 0);
	start_users(0, 1, 0);
	assert_true(loop_run_once());
	semaphore_release(&permits);
	task_cancel(&tasks[0]);
	drive();
	assert_said("");
	assert_int_equal(permits.value, 1);
}

/* The frame of a wait lies where that of another was: what was granted to that one does not count now. */
static void an_old_grant_is_not_passed_on(void **state)
{
	(void)state;
	semaphore_init(&permits, 0);
	start_users(0, 1, 0);
	assert_true(loop_run_once());
	semaphore_release(&permits);
	drive();
	assert_said("a@0");
	permits.value = 0; /* somebody else has it */
	start_users(0, 1, 0);
	assert_true(loop_run_once());
	task_cancel(&tasks[0]);
	drive();
	assert_said("");
	assert_int_equal(permits.value, 0);
}

/* asyncio.Semaphore's history is one of lost wake-ups, each in a mix of release and cancel. So: all mixes.
 * Each user is cancelled in one of the turns, or not. */
static void no_mix_of_cancels_loses_a_permit(void **state)
{
	enum { TURNS = 4, MIXES = TURNS * TURNS * TURNS * TURNS };

	(void)state;
	for (int mix = 0; mix < MIXES; mix++) {
		semaphore_init(&permits, 0); /* somebody has two, and releases them in the turns 1 and 2 */
		start_users(0, 4, 0);
		for (int turn = 0; turn < TURNS; turn++) {
			if (turn == 1 || turn == 2)
				semaphore_release(&permits);
			for (int i = 0, m = mix; i < 4; i++, m /= TURNS)
				if (m % TURNS == turn && turn > 0)
					task_cancel(&tasks[i]);
			loop_run_once();
		}
		drive();
		assert_true(list_empty(&task_all));
		assert_int_equal(permits.value, 2);
		say_nothing();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_USERS(who_comes_first_is_served_first),
		WITH_USERS(so_many_at_a_time_and_not_more),
		WITH_USERS(a_free_permit_is_taken_without_a_pause),
		WITH_USERS(release_that_nobody_waits_for_makes_one_more_permit),
		WITH_USERS(nobody_overtakes_who_was_granted_a_permit),
		WITH_USERS(who_is_cancelled_in_the_queue_leaves_it),
		WITH_USERS(who_is_cancelled_with_a_permit_gives_it_back),
		WITH_USERS(a_permit_granted_to_a_cancelled_task_is_passed_on),
		WITH_USERS(a_permit_passed_on_by_the_last_one_is_free_again),
		WITH_USERS(an_old_grant_is_not_passed_on),
		WITH_USERS(no_mix_of_cancels_loses_a_permit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
