/* test_locks.c - lock and condition (rules 32, 33): whatever is cancelled, the lock is free in the end, and no notice
 * is lost. The permits behind a lock have tests of their own: test_sync.c. */
#include "coro/many/locks.h"
#include "tests/lib/support.h"

static struct lock lock;
static struct condition changed;
static unsigned stock, taken;

static async take(void)
{
	ASYNC();
	ASYNC_WITH(lock_acquire(&lock)) {
		while (stock == 0)
			AWAIT(condition_wait(&changed));
		stock--;
		taken++;
		AWAIT(sleep_for(NS_PER_MS));
	} ASYNC_EXIT(lock_exit(&lock));
	ASYNC_END;
}
ASYNC_ENTRY(take);

static async bring(unsigned things)
{
	ASYNC();
	ASYNC_WITH(lock_acquire(&lock)) {
		stock += things;
		condition_notify(&changed, things);
		AWAIT(sleep_for(NS_PER_MS));
	} ASYNC_EXIT(lock_exit(&lock));
	ASYNC_END;
}
ASYNC_ENTRY(bring, unsigned);

enum { TAKERS = 4 };
static struct task takers[TAKERS], bringer;

static int open_locks(void **state)
{
	stock = taken = 0;
	lock_init(&lock);
	condition_init(&changed, &lock);
	return open_virtual(state);
}

static int close_locks(void **state)
{
	assert_false(lock_locked(&lock));
	assert_true(list_empty(&lock.permit.waiting) && list_empty(&changed.waiting));
	return close_empty(state);
}

#define WITH_LOCKS(test) cmocka_unit_test_setup_teardown(test, open_locks, close_locks)

static void start_takers(int from, int to)
{
	for (int i = from; i < to; i++)
		task_start(&takers[i], "take", take);
}

static unsigned count_cancelled(void)
{
	unsigned cancelled = 0;

	for (int i = 0; i < TAKERS; i++)
		cancelled += takers[i].result == ASYNC_CANCELLED;
	return cancelled;
}

static void who_waits_for_a_condition_has_put_the_lock_down(void **state)
{
	(void)state;
	start_takers(0, TAKERS);
	drive();
	assert_false(lock_locked(&lock));
	assert_int_equal(taken, 0);
	task_start(&bringer, "bring", bring, 1);
	drive();
	assert_int_equal(taken, 1);
	assert_int_equal(takers[0].state, TASK_DONE);
	assert_int_equal(takers[1].state, TASK_WAITING);
	task_start(&bringer, "bring", bring, TAKERS - 1);
	drive();
	assert_int_equal(taken, TAKERS);
}

/* Two are cancelled, each in one of the turns around the notices: who was notified and is cancelled tells another, so
 * that things and takers never wait for each other. */
static void no_mix_of_cancels_loses_a_notice(void **state)
{
	enum { TURNS = 12 };

	(void)state;
	for (int mix = 0; mix < TURNS * TURNS; mix++) {
		stock = taken = 0;
		start_takers(0, TAKERS);
		for (int turn = 0; turn < TURNS; turn++) {
			if (turn == 1)
				task_start(&bringer, "bring", bring, 2);
			if (turn == mix % TURNS)
				task_cancel(&takers[0]);
			if (turn == mix / TURNS)
				task_cancel(&takers[1]);
			loop_run_once();
		}
		drive();
		assert_false(lock_locked(&lock));
		if (stock > 0) /* then nobody may be waiting for it */
			assert_true(list_empty(&changed.waiting));
		task_start(&bringer, "bring", bring, TAKERS);
		drive();
		assert_true(list_empty(&task_all));
		assert_in_range(taken, TAKERS - count_cancelled(), TAKERS);
	}
}

/* A cancel does not take the lock's place: the wait ends when the lock is free again. */
static void a_cancelled_wait_ends_with_the_lock(void **state)
{
	(void)state;
	start_takers(0, 1);
	drive();
	task_start(&bringer, "bring", bring, 0);
	assert_true(loop_run_once());
	task_cancel(&takers[0]);
	assert_true(loop_run_once());
	task_cancel(&takers[0]); /* once more, and it still waits for the lock */
	assert_true(loop_run_once());
	assert_int_equal(bringer.state, TASK_WAITING);
	assert_int_equal(takers[0].state, TASK_WAITING);
	drive();
	assert_int_equal(takers[0].result, ASYNC_CANCELLED);
}

/* ---- mistakes ---- */

static int release_twice(void)
{
	lock_init(&lock);
	lock_release(&lock);
	return 0;
}

static int notify_without_the_lock(void)
{
	lock_init(&lock);
	condition_init(&changed, &lock);
	condition_notify_all(&changed);
	return 0;
}

static void a_lock_that_is_not_locked_is_not_released(void **state)
{
	const char *const words[] = {"lock_release: the lock is not locked", NULL};

	(void)state;
	assert_aborts(release_twice, words);
}

static void nobody_notifies_without_the_lock(void **state)
{
	const char *const words[] = {"condition_notify: the lock is not locked", NULL};

	(void)state;
	assert_aborts(notify_without_the_lock, words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_LOCKS(who_waits_for_a_condition_has_put_the_lock_down),
		WITH_LOCKS(no_mix_of_cancels_loses_a_notice),
		WITH_LOCKS(a_cancelled_wait_ends_with_the_lock),
		CLOSED(a_lock_that_is_not_locked_is_not_released),
		CLOSED(nobody_notifies_without_the_lock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
