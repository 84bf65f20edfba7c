/* test_cancel_sweep.c - a program of blocks, timeouts, gather, a semaphore and exits that await is cancelled at
 * each of its turns, and once more up to 11 turns later, at 5 speeds, with exits that succeed and exits that
 * fail: 2,688 runs. None may leave anything. Each run's outcome, turns and time are those of the library before
 * its coroutines had frames on a stack: all of its lines have one hash. */
#include "coro/many/gather.h"
#include "coro/many/locks.h"
#include "coro/timeout.h"
#include "tests/lib/stack_counted.h"
#include "tests/lib/support.h"

#include <stdio.h>
#include <string.h>

enum { CHILDREN = 3, PERMITS = 2, SECOND_CANCELS = 12, TURNS_MAX = 1000, SLOWEST = 61, SLOWER_BY = 15 };

static int opened, closed, body_ran, inside; /* inside: doors that are open now */
static struct semaphore sem;
static enum status exit_fails;
static int slow;

/* ---- the program ---- */

static async door_open(void)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	inside++;
	opened++;
	ASYNC_END;
}

static async door_close(void)
{
	ASYNC();
	inside--;
	closed++;
	AWAIT(sleep_for(2 * NS_PER_MS));
	ASYNC_RAISE(exit_fails);
	ASYNC_END;
}

static async child(int ms)
{
	ASYNC(struct timeout timeout);
	ASYNC_WITH(semaphore_acquire(&sem)) {
		ASYNC_WITH(door_open()) {
			ASYNC_WITH(timeout_enter(&my->timeout, 50 * NS_PER_MS)) {
				AWAIT(sleep_for(ms * slow * NS_PER_MS));
				AWAIT(sleep_for(0));
				if (ms == 3)
					ASYNC_RETURN();
			} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
			body_ran++;
		} ASYNC_EXIT(door_close());
	} ASYNC_EXIT(semaphore_exit(&sem));
	ASYNC_END;
}
ASYNC_ENTRY(child, int);

/* An exit that awaits: it cancels all, and waits for each. */
static async stop_children(struct set_task *tasks)
{
	enum status err;

	ASYNC(int i);
	for (int i = 0; i < CHILDREN; i++)
		task_cancel(&tasks[i].task);
	for (my->i = 0; my->i < CHILDREN; my->i++)
		AWAIT_CATCH_ALL(err, task_await(&tasks[my->i].task));
	(void)err;
	ASYNC_END;
}

static async nothing(void)
{
	return ASYNC_OK;
}

static async work(void)
{
	ASYNC(struct timeout timeout; struct task_set set; struct set_task tasks[CHILDREN]);
	for (int i = 0; i < CHILDREN; i++)
		task_set_start(&my->set, &my->tasks[i], "child", child, i + 2);
	ASYNC_WITH(nothing()) {
		ASYNC_WITH(timeout_enter(&my->timeout, 100 * NS_PER_MS)) {
			ASYNC_WITH(door_open()) {
				AWAIT(gather(&my->set));
				AWAIT(sleep_for(NS_PER_MS));
			} ASYNC_EXIT(door_close());
		} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	} ASYNC_EXIT(stop_children(my->tasks));
	ASYNC_END;
}
ASYNC_ENTRY(work);

/* ---- one run ---- */

static uint64_t hash = 0xcbf29ce484222325; /* FNV-1a of all lines so far */

static void hash_line(const char *line)
{
	for (; *line; line++)
		hash = (hash ^ (unsigned char)*line) * 0x100000001b3;
}

static void assert_nothing_left(void)
{
	assert_int_equal(inside, 0);
	assert_int_equal(opened, closed);
	assert_int_equal(sem.value, PERMITS);
	assert_int_equal(sem.called, 0);
	assert_true(list_empty(&task_all));
	assert_int_equal(loop.timers.count, 0);
	assert_int_equal(loop.nready, 0);
	assert_int_equal(in_use(), 0);
}

/* Cancels the main task in turn k, and again d turns later (0: never). Returns how many turns it ran. */
static int once(int k, int d, enum status *outcome)
{
	struct task t = {0};
	char line[160];
	int turn = 0;

	opened = closed = body_ran = 0;
	semaphore_init(&sem, PERMITS);
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	task_start(&t, "work", work);
	for (; t.state != TASK_DONE; turn++) {
		if (turn == k || (d && turn == k + d))
			task_cancel(&t);
		assert_in_range(turn, 0, TURNS_MAX);
		assert_true(loop_run_once());
	}
	while (loop.nready)
		loop_run_once();
	*outcome = task_result(&t);
	snprintf(line, sizeof line,
		"k %d d %d slow %d exit %d: %s turns %d opened %d closed %d body %d now %lld\n", k, d, slow,
		(int)exit_fails, status_name(*outcome), turn, opened, closed, body_ran, (long long)loop.now);
	hash_line(line);
	assert_nothing_left();
	loop_close();
	return turn;
}

/* ---- all of them ---- */

static int count[ASYNC_RETURNING];

static int sweep(enum status exit)
{
	enum status outcome;
	int turns, runs = 0;

	exit_fails = ASYNC_OK;
	turns = once(-1, 0, &outcome); /* nobody cancels it */
	exit_fails = exit;
	for (int k = -1; k < turns; k++)
		for (int d = 0; d < SECOND_CANCELS; d++, runs++) {
			once(k, d, &outcome);
			count[outcome]++;
		}
	return runs;
}

static void no_cancel_leaves_anything_behind(void **state)
{
	int runs = 0;

	(void)state;
	for (slow = 1; slow <= SLOWEST; slow += SLOWER_BY)
		runs += sweep(ASYNC_OK) + sweep(ASYNC_E_PAYLOAD);
	assert_int_equal(runs, 2688);
	assert_int_equal(count[ASYNC_OK], 1);
	assert_int_equal(count[ASYNC_CANCELLED], 1761);
	assert_int_equal(count[ASYNC_TIMEOUT], 178);
	assert_int_equal(count[ASYNC_E_PAYLOAD], 748);
	assert_int_equal(hash, 0x4897ad90be076490);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(no_cancel_leaves_anything_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
