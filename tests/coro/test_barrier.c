/* test_barrier.c - the barrier (rule 34): all go at once, and whoever is cancelled keeps nobody. */
#include "coro/many/barrier.h"
#include "tests/lib/support.h"

enum { PARTIES = 3 };
static struct barrier barrier;
static struct task tasks[2 * PARTIES];

static async meet(int i)
{
	enum status err;

	ASYNC(unsigned index);
	AWAIT_CATCH_ALL(err, barrier_wait(&barrier, &my->index));
	say("%d%s", i, err == ASYNC_OK ? "" : err == ASYNC_CANCELLED ? "!" : "?");
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(meet, int);

static int open_barrier(void **state)
{
	barrier_init(&barrier, PARTIES);
	return open_virtual(state);
}

static int close_barrier(void **state)
{
	assert_int_equal(barrier.count, 0);
	assert_true(list_empty(&barrier.waiting));
	return close_empty(state);
}

#define WITH_BARRIER(test) cmocka_unit_test_setup_teardown(test, open_barrier, close_barrier)

static void start(int from, int to)
{
	for (int i = from; i < to; i++)
		task_start(&tasks[i], "meet", meet, i);
}

static void nobody_goes_before_all_have_come(void **state)
{
	(void)state;
	start(0, PARTIES - 1);
	drive();
	assert_said("");
	start(PARTIES - 1, PARTIES);
	drive();
	assert_said("2 0 1");
}

/* Who comes while they leave belongs to the next round. */
static void it_drains_before_it_fills_again(void **state)
{
	(void)state;
	start(0, 2 * PARTIES);
	drive();
	assert_said("2 0 1 5 3 4");
}

static void who_is_cancelled_is_not_counted(void **state)
{
	(void)state;
	start(0, 2);
	assert_true(loop_run_once());
	task_cancel(&tasks[0]);
	drive();
	start(2, 3);
	drive();
	assert_said("0!");
	start(3, 4);
	drive();
	assert_said("3 1 2");
}

/* One is cancelled in any of the turns, before, while and after the others go: the rest meet, and nobody stays in it. */
static void no_cancel_leaves_anybody_in_it(void **state)
{
	(void)state;
	for (int victim = 0; victim < 4; victim++) {
		for (int turn = 0; turn < 5; turn++) {
			start(0, 4);
			for (int now = 0; now < 5; now++) {
				if (now == turn)
					task_cancel(&tasks[victim]);
				loop_run_once();
			}
			if (barrier.count) { /* one of four is over, unless it was cancelled */
				start(4, 6);
				drive();
			}
			assert_int_equal(barrier.count, 0);
			assert_true(list_empty(&task_all));
			say_nothing();
		}
	}
}

static void reset_sends_home_who_waits_and_it_can_be_used_again(void **state)
{
	(void)state;
	start(0, 2);
	assert_true(loop_run_once());
	barrier_reset(&barrier);
	drive();
	assert_said("0? 1?");
	assert_int_equal(tasks[0].result, ASYNC_E_CLOSED);
	start(0, PARTIES);
	drive();
	assert_said("2 0 1");
}

static void broken_it_lets_nobody_in_until_it_is_reset(void **state)
{
	(void)state;
	start(0, 2);
	assert_true(loop_run_once());
	barrier_abort(&barrier);
	drive();
	start(2, 3);
	drive();
	assert_said("0? 1? 2?");
	barrier_reset(&barrier);
	start(0, PARTIES);
	drive();
	assert_said("2 0 1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BARRIER(nobody_goes_before_all_have_come),
		WITH_BARRIER(it_drains_before_it_fills_again),
		WITH_BARRIER(who_is_cancelled_is_not_counted),
		WITH_BARRIER(no_cancel_leaves_anybody_in_it),
		WITH_BARRIER(reset_sends_home_who_waits_and_it_can_be_used_again),
		WITH_BARRIER(broken_it_lets_nobody_in_until_it_is_reset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
