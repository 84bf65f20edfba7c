/* test_doorbell.c - a bell whose write(2) fails, as the kernel's may for want of memory: is it heard all the same? What
 * it is for is in test_signal.c and test_offload.c. */
#include "loop/signal.h"
#include "tests/lib/support.h"

#include <signal.h>
#include <unistd.h>

static ssize_t write_or_fail(int fd, const void *bytes, size_t size);
#define write write_or_fail
#include "loop/doorbell.c"
#undef write

static int fails;   /* in: so many writes fail */
static int written; /* so many bytes were written */

static ssize_t write_or_fail(int fd, const void *bytes, size_t size)
{
	if (fails > 0) {
		fails--;
		errno = ENOMEM;
		return -1;
	}
	written++;
	return write(fd, bytes, size);
}

static void note(int signo)
{
	say("%s", signo == SIGTERM ? "TERM" : "?");
}

static void listen_and_fail(int times)
{
	written = 0;
	fails = times;
	loop_on_signal(SIGTERM, note);
}

static void L5_a_write_that_fails_once_is_repeated(void **state)
{
	(void)state;
	listen_and_fail(1);
	errno = 0;
	raise(SIGTERM);
	assert_int_equal(errno, 0);
	assert_int_equal(written, 1);
	assert_true(loop_run_once());
	assert_said("TERM");
	assert_false(loop_run_once());
}

static void L5_a_ring_that_cannot_be_written_is_heard_in_the_next_turn(void **state)
{
	(void)state;
	listen_and_fail(1000);
	raise(SIGTERM);
	assert_int_equal(written, 0);
	assert_true(loop.rung);
	assert_true(loop_run_once()); /* and it does not sleep before it */
	assert_said("TERM");
	assert_false(loop.rung);
	assert_false(loop_run_once());
	fails = 0;
	raise(SIGTERM);
	assert_int_equal(written, 1);
	drive();
	assert_said("TERM");
}

/* A helper thread's ring, say, while the loop sleeps. */
static void L5_who_rings_after_a_failure_writes_again(void **state)
{
	(void)state;
	listen_and_fail(TRIES);
	doorbell_ring();
	assert_int_equal(written, 0);
	doorbell_ring();
	assert_int_equal(written, 1);
	doorbell_ring();
	assert_int_equal(written, 1);
	drive();
	assert_false(loop.rung);
}

static void ring_in_sleep(struct timer *t)
{
	(void)t;
	say("too late");
}

/* On the real clock, and with somebody asleep. */
static void L5_no_sleep_comes_before_a_ring_that_could_not_be_written(void **state)
{
	struct timer timer = {0};

	(void)state;
	timer_start(&timer, clock_after(5 * NS_PER_S), ring_in_sleep);
	listen_and_fail(1000);
	raise(SIGTERM);
	assert_true(loop_run_once());
	assert_said("TERM");
	timer_cancel(&timer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(L5_a_write_that_fails_once_is_repeated),
		FRESH(L5_a_ring_that_cannot_be_written_is_heard_in_the_next_turn),
		FRESH(L5_who_rings_after_a_failure_writes_again),
		FRESH_REAL(L5_no_sleep_comes_before_a_ring_that_could_not_be_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
