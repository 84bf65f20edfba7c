/* test_thread.c - to_thread (rule 31): who gets what the thread made, and who frees it, whoever ends first. */
#include "coro/many/thread.h"
#include "coro/run.h"
#include "tests/lib/support.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

struct job {
	int number;
	int *made; /* on the heap, by the thread */
	pthread_t on;
};

static sem_t gate, dropped;
static pthread_t dropped_on;

static enum status make(void *arg)
{
	struct job *job = arg;

	sem_wait(&gate);
	job->made = malloc(sizeof *job->made);
	*job->made = job->number * job->number;
	job->on = pthread_self();
	return job->number ? ASYNC_OK : ASYNC_E_PAYLOAD;
}

static void drop(void *arg)
{
	struct job *job = arg;

	free(job->made);
	dropped_on = pthread_self();
	sem_post(&dropped);
}

static struct job last; /* what the last worker got */

static async work(int number)
{
	enum status err;

	ASYNC(struct job job);
	my->job.number = number;
	AWAIT_CATCH_ALL(err, to_thread_drop(make, &my->job, drop));
	last = my->job;
	free(my->job.made);
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(work, int);

static struct task t;

static int open_gate(void **state)
{
	t = (struct task){0};
	last = (struct job){0};
	sem_init(&gate, 0, 0);
	sem_init(&dropped, 0, 0);
	return *state ? open_none(state) : open_virtual(state);
}

#define WITH_GATE(test) cmocka_unit_test_setup_teardown(test, open_gate, close_empty)

static void begin(int number)
{
	task_start(&t, "work", work, number);
	assert_true(loop_run_once());
	assert_int_equal(t.state, TASK_WAITING);
	assert_int_equal(loop.waiting, 1);
}

static bool has_dropped(void)
{
	return sem_trywait(&dropped) == 0;
}

static void what_the_thread_wrote_is_the_callers(void **state)
{
	(void)state;
	begin(7);
	sem_post(&gate);
	drive();
	assert_int_equal(t.result, ASYNC_OK);
	assert_non_null(last.made);
	assert_false(pthread_equal(last.on, pthread_self()));
	assert_false(has_dropped());
}

static void its_error_is_raised_and_what_it_wrote_comes_back(void **state)
{
	(void)state;
	begin(0);
	sem_post(&gate);
	drive();
	assert_int_equal(task_result(&t), ASYNC_E_PAYLOAD);
	assert_non_null(last.made);
	assert_false(has_dropped());
}

/* The cancel is there at once; the thread's copy lives on, although the frame has gone. */
static void who_is_cancelled_does_not_wait_for_the_thread(void **state)
{
	(void)state;
	begin(7);
	assert_true(task_cancel(&t));
	while (t.state != TASK_DONE)
		assert_true(loop_run_once());
	assert_int_equal(t.result, ASYNC_CANCELLED);
	assert_null(last.made);
	assert_false(has_dropped());
	sem_post(&gate);
	drive();
	assert_true(has_dropped());
	assert_true(pthread_equal(dropped_on, pthread_self()));
}

static void cancelled_behind_the_threads_end_it_drops_the_result(void **state)
{
	(void)state;
	begin(7);
	sem_post(&gate);
	while (t.state == TASK_WAITING)
		assert_true(loop_run_once());
	assert_int_equal(t.state, TASK_READY);
	assert_true(task_cancel(&t));
	drive();
	assert_int_equal(t.result, ASYNC_CANCELLED);
	assert_null(last.made);
	assert_true(has_dropped());
}

static async cancel_one(void)
{
	ASYNC(struct wait turn);
	task_start(&t, "work", work, 7);
	AWAIT(task_suspend_turn(&my->turn));
	ASYNC_RAISE(ASYNC_E_INVALID); /* async_run cancels the other */
	ASYNC_END;
}
ASYNC_ENTRY(cancel_one);

/* async_run does not wait for a thread that nobody waits for; that one frees all by itself. */
static void a_thread_that_outlives_the_loop_drops_its_copy(void **state)
{
	(void)state;
	assert_int_equal(async_run(cancel_one), ASYNC_E_INVALID);
	assert_int_equal(t.result, ASYNC_CANCELLED);
	assert_false(has_dropped());
	sem_post(&gate);
	sem_wait(&dropped);
	assert_false(pthread_equal(dropped_on, pthread_self()));
}

/* ---- without a drop, and many of them ---- */

enum { MANY = 20 };

static enum status add_one(void *arg)
{
	++*(int *)arg;
	return ASYNC_OK;
}

static async count(int *sum)
{
	ASYNC(int number, i);
	for (my->i = 0; my->i < 5; my->i++)
		AWAIT(to_thread(add_one, &my->number));
	*sum += my->number;
	ASYNC_END;
}
ASYNC_ENTRY(count, int *);

static void many_threads_at_a_time_each_have_their_own_copy(void **state)
{
	static struct task tasks[MANY];
	static int sum;

	(void)state;
	sum = 0;
	for (int i = 0; i < MANY; i++)
		task_start(&tasks[i], "count", count, &sum);
	drive();
	assert_int_equal(sum, 5 * MANY);
}

int main(void)
{
	static int closed = 1; /* a test that opens its loop itself */
	const struct CMUnitTest tests[] = {
		WITH_GATE(what_the_thread_wrote_is_the_callers),
		WITH_GATE(its_error_is_raised_and_what_it_wrote_comes_back),
		WITH_GATE(who_is_cancelled_does_not_wait_for_the_thread),
		WITH_GATE(cancelled_behind_the_threads_end_it_drops_the_result),
		cmocka_unit_test_prestate_setup_teardown(
			a_thread_that_outlives_the_loop_drops_its_copy, open_gate, close_empty, &closed),
		WITH_GATE(many_threads_at_a_time_each_have_their_own_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
