/* test_offload.c - does each job come back once, on the loop's thread, or go to its discard? */
#include "loop/doorbell.h"
#include "loop/offload.h"
#include "tests/lib/support.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

struct job {
	struct offload offload;
	pthread_t worked_on, finished_on;
	int number, result;
	bool finished;
	bool signals_blocked;
	int hold[2]; /* a job that is held waits for a byte from here, and tells its discard by one */
	int told[2];
};

static struct job *job_of(struct offload *offload)
{
	return container_of(offload, struct job, offload);
}

static void square(struct offload *offload)
{
	struct job *j = job_of(offload);
	sigset_t mask;

	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	j->signals_blocked = sigismember(&mask, SIGINT) == 1 && sigismember(&mask, SIGCONT) == 1;
	j->worked_on = pthread_self();
	j->result = j->number * j->number;
}

static int total;

static void add_up(struct offload *offload)
{
	struct job *j = job_of(offload);

	assert_false(j->finished);
	j->finished = true;
	j->finished_on = pthread_self();
	total += j->result;
}

static void not_expected(struct offload *offload)
{
	(void)offload;
	abort();
}

/* ---- jobs that come back ---- */

static void a_job_works_elsewhere_and_finishes_here(void **state)
{
	struct job j = {.offload = {square, add_up, not_expected, NULL, 0}, .number = 7};

	(void)state;
	total = 0;
	assert_int_equal(offload_start(&j.offload), 0);
	assert_int_equal(loop.waiting, 1);
	while (!j.finished)
		assert_true(loop_run_once());
	assert_int_equal(total, 49);
	assert_int_equal(loop.waiting, 0);
	assert_false(pthread_equal(j.worked_on, pthread_self()));
	assert_true(pthread_equal(j.finished_on, pthread_self()));
	assert_true(j.signals_blocked);
	assert_false(loop_run_once());
}

static void ring(struct timer *t)
{
	(void)t;
	say("timer@%d", now_ms());
}

/* The answer lives in real time, and may not be overtaken by a deadline on the virtual clock. The loop
 * sleeps until it comes, so it needs few turns. */
static void virtual_time_stands_until_the_answer_is_here(void **state)
{
	struct job j = {.offload = {square, add_up, not_expected, NULL, 0}, .number = 1};
	struct timer timer = {0};

	(void)state;
	timer_start(&timer, 1, ring);
	assert_int_equal(offload_start(&j.offload), 0);
	while (!j.finished)
		assert_true(loop_run_once());
	assert_true(loop.now == 0);
	assert_in_range(loop.turn, 1, 2);
	drive();
	assert_said("timer@0");
	assert_true(loop.now == 1);
}

static void many_jobs_all_come_back_once(void **state)
{
	enum { JOBS = 40 };
	static struct job jobs[JOBS];

	(void)state;
	total = 0;
	for (int i = 0; i < JOBS; i++) {
		jobs[i] = (struct job){.offload = {square, add_up, not_expected, NULL, 0}, .number = 1};
		assert_int_equal(offload_start(&jobs[i].offload), 0);
	}
	assert_int_equal(loop.waiting, JOBS);
	while (loop.waiting)
		assert_true(loop_run_once());
	assert_int_equal(total, JOBS);
}

/* ---- jobs whose loop is gone ---- */

static void wait_for_byte(struct offload *offload)
{
	char byte;

	if (read(job_of(offload)->hold[0], &byte, 1) != 1)
		abort();
}

static void tell(struct offload *offload)
{
	job_of(offload)->finished_on = pthread_self();
	if (write(job_of(offload)->told[1], "!", 1) != 1)
		abort();
}

static void start_held(struct job *j)
{
	*j = (struct job){.offload = {wait_for_byte, not_expected, tell, NULL, 0}};
	assert_int_equal(pipe(j->hold), 0);
	assert_int_equal(pipe(j->told), 0);
	assert_int_equal(offload_start(&j->offload), 0);
}

static void let_go(const struct job *j)
{
	assert_int_equal(write(j->hold[1], "!", 1), 1);
}

static void close_pipes(const struct job *j)
{
	for (int i = 0; i < 2; i++) {
		close(j->hold[i]);
		close(j->told[i]);
	}
}

static void await_discard(const struct job *j)
{
	char byte;

	assert_int_equal(read(j->told[0], &byte, 1), 1);
}

static void a_job_that_outlives_the_loop_is_discarded_by_its_helper(void **state)
{
	static struct job j; /* the helper may still be on its way out of discard when we return */

	(void)state;
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	start_held(&j);
	loop_close();
	let_go(&j);
	await_discard(&j);
	assert_false(pthread_equal(j.finished_on, pthread_self()));
	close_pipes(&j);
}

static void the_next_loop_does_not_get_an_old_loops_job(void **state)
{
	static struct job j;

	(void)state;
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	start_held(&j);
	loop_close();
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	let_go(&j);
	await_discard(&j);
	assert_int_equal(loop.waiting, 0);
	assert_false(loop_run_once());
	close_pipes(&j);
	loop_close();
}

static void a_job_that_was_done_but_not_asked_for_is_discarded(void **state)
{
	struct job j;

	(void)state;
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	start_held(&j);
	let_go(&j);
	while (!loop.rung)
		sched_yield();
	loop_close();
	await_discard(&j);
	close_pipes(&j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(a_job_works_elsewhere_and_finishes_here),
		FRESH(virtual_time_stands_until_the_answer_is_here),
		FRESH(many_jobs_all_come_back_once),
		CLOSED(a_job_that_outlives_the_loop_is_discarded_by_its_helper),
		CLOSED(the_next_loop_does_not_get_an_old_loops_job),
		CLOSED(a_job_that_was_done_but_not_asked_for_is_discarded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
