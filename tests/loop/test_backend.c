/* test_backend.c - the contract of loop/backend.h, for whichever backend is linked: epoll.c, poll.c, or kqueue.c
 * on a BSD or over the shim. All must pass the same tests, so what may differ is not asked: whether one
 * event or two tell of two directions. How streams end is in test_backend_end.c. */
#include "tests/lib/backend_fixture.h"

#include <signal.h>
#include <string.h>
#include <sys/time.h>

/* ---- readiness ---- */

static void a_pipe_is_ready_in_its_one_direction(void **state)
{
	int ends[2];
	struct watch reader, writer;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	begin(&reader, ends[0]);
	begin(&writer, ends[1]);
	wait_for(&writer, LOOP_WRITE);
	assert_int_equal(reader.ready, 0);
	assert_int_equal(writer.ready, LOOP_WRITE);
	assert_int_equal(write(ends[1], "!", 1), 1);
	wait_for(&reader, LOOP_READ);
	assert_int_equal(reader.ready, LOOP_READ);
	finish(&writer);
	wait_for(&reader, LOOP_HUP);
	finish(&reader);
}

static void what_is_ready_already_is_told_by_the_next_wait(void **state)
{
	int ends[2];
	struct watch w;

	(void)state;
	make_pair(ends);
	assert_int_equal(write(ends[1], "!", 1), 1);
	begin(&w, ends[0]);
	assert_int_equal(w.ready, 0);
	assert_true(look() > 0);
	assert_int_equal(w.ready, LOOP_READ | LOOP_WRITE);
	finish(&w);
	close(ends[1]);
}

/* The backend only ever adds bits; it tells each change once. */
static void bits_stay_and_are_told_once(void **state)
{
	int ends[2];
	struct watch w;

	(void)state;
	make_pair(ends);
	begin(&w, ends[0]);
	assert_int_equal(look(), 1);
	assert_int_equal(look(), 0);
	assert_int_equal(write(ends[1], "!", 1), 1);
	w.ready = LOOP_HUP; /* as if it had been told before */
	assert_true(look() > 0);
	assert_int_equal(look(), 0);
	assert_int_equal(w.ready & (LOOP_READ | LOOP_HUP), LOOP_READ | LOOP_HUP);
	finish(&w);
	close(ends[1]);
}

/* After EAGAIN has cleared the bit, the next byte must set it: a lost edge is a reader who waits on. */
static void after_eagain_new_bytes_set_the_bit_again(void **state)
{
	int ends[2];
	struct watch w;
	char byte;

	(void)state;
	make_pair(ends);
	begin(&w, ends[0]);
	for (int round = 0; round < 3; round++) {
		assert_int_equal(write(ends[1], "!", 1), 1);
		wait_for(&w, LOOP_READ);
		assert_int_equal(read(ends[0], &byte, 1), 1);
		assert_int_equal(read(ends[0], &byte, 1), -1);
		assert_int_equal(errno, EAGAIN);
		w.ready &= ~(unsigned)LOOP_READ;
		assert_int_equal(look(), 0);
	}
	finish(&w);
	close(ends[1]);
}

static void after_eagain_new_room_sets_the_bit_again(void **state)
{
	static char bytes[65536];
	int ends[2];
	struct watch w;

	(void)state;
	make_pair(ends);
	begin(&w, ends[0]);
	wait_for(&w, LOOP_WRITE);
	while (write(ends[0], bytes, sizeof(bytes)) > 0)
		;
	assert_int_equal(errno, EAGAIN);
	w.ready = 0;
	assert_int_equal(look(), 0);
	assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
	while (read(ends[1], bytes, sizeof(bytes)) > 0)
		;
	wait_for(&w, LOOP_WRITE);
	assert_int_equal(w.ready, LOOP_WRITE);
	finish(&w);
	close(ends[1]);
}

static void a_listener_is_readable_when_somebody_comes(void **state)
{
	struct sockaddr_in address;
	int listener = tcp_listen(&address), client;
	struct watch w;

	(void)state;
	begin(&w, listener);
	assert_int_equal(look(), 0);
	client = tcp_connect(&address);
	wait_for(&w, LOOP_READ);
	assert_int_equal(w.ready, LOOP_READ);
	finish(&w);
	close(client);
}

/* More fds than one call can report: the rest comes with the next. */
static void a_batch_that_is_full_loses_nobody(void **state)
{
	enum { PAIRS = 300 };
	static struct watch watches[PAIRS];
	int far[PAIRS], told = 0;

	(void)state;
	allow_fds(2 * PAIRS + 50);
	for (int i = 0; i < PAIRS; i++) {
		int ends[2];

		make_pair(ends);
		far[i] = ends[1];
		begin(&watches[i], ends[0]);
	}
	for (int n; (n = look()) > 0; told += n)
		;
	assert_int_equal(told, PAIRS);
	for (int i = 0; i < PAIRS; i++) {
		assert_int_equal(watches[i].ready, LOOP_WRITE);
		finish(&watches[i]);
		close(far[i]);
	}
}

/* A wait that took only the first of them would leave the others to their deadlines, which are told next. */
static void L2_a_wait_takes_all_that_is_there(void **state)
{
	enum { PAIRS = 1000 };
	static struct watch watches[PAIRS];
	static int far[PAIRS];

	(void)state;
	allow_fds(2 * PAIRS + 50);
	for (int i = 0; i < PAIRS; i++) {
		int ends[2];

		make_pair(ends);
		far[i] = ends[1];
		begin(&watches[i], ends[0]);
		assert_int_equal(write(far[i], "!", 1), 1);
	}
	assert_true(backend_wait(-1) >= PAIRS);
	for (int i = 0; i < PAIRS; i++)
		assert_int_equal(watches[i].ready, LOOP_READ | LOOP_WRITE);
	assert_int_equal(look(), 0);
	for (int i = 0; i < PAIRS; i++) {
		finish(&watches[i]);
		close(far[i]);
	}
}

/* ---- waiting ---- */

/* It may be late, never early: 1.9 ms is more than the 1 ms that rounding down would make of it. */
static void a_wait_is_never_too_short(void **state)
{
	(void)state;
	wait_out(1900000);
}

static volatile sig_atomic_t alarms;

static void count_alarm(int number)
{
	(void)number;
	alarms = 1;
}

/* Only the signal ends these waits, and it is no event; the second, in milliseconds, is 0 in an int of 32
 * bits. The alarm repeats: one that came before the wait had begun would leave it waiting for ever. */
static void a_signal_ends_the_longest_wait(void **state)
{
	const struct itimerval each_ms = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
	const int64_t waits[] = {-1, (INT64_C(1) << 32) * 1000000, INT64_MAX};
	struct sigaction action = {.sa_handler = count_alarm}, old;

	(void)state;
	assert_int_equal(sigaction(SIGALRM, &action, &old), 0);
	for (int i = 0; i < 3; i++) {
		alarms = 0;
		assert_int_equal(setitimer(ITIMER_REAL, &each_ms, NULL), 0);
		assert_int_equal(backend_wait(waits[i]), 0);
		assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
		assert_int_equal(alarms, 1);
	}
	assert_int_equal(sigaction(SIGALRM, &old, NULL), 0);
}

static void the_backend_is_closed_by_an_exec(void **state)
{
	int next;

	(void)state;
	if (strcmp(backend_name, "poll") == 0)
		skip(); /* it has no fd that an exec could leave open */
	backend_close();
	next = dup(STDERR_FILENO); /* the lowest number that is free, which the backend gets now */
	close(next);
	assert_int_equal(backend_open(), 0);
	assert_int_equal(fcntl(next, F_GETFD), FD_CLOEXEC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BACKEND_TEST(a_pipe_is_ready_in_its_one_direction),
		BACKEND_TEST(what_is_ready_already_is_told_by_the_next_wait),
		BACKEND_TEST(bits_stay_and_are_told_once),
		BACKEND_TEST(after_eagain_new_bytes_set_the_bit_again),
		BACKEND_TEST(after_eagain_new_room_sets_the_bit_again),
		BACKEND_TEST(a_listener_is_readable_when_somebody_comes),
		BACKEND_TEST(a_batch_that_is_full_loses_nobody),
		BACKEND_TEST(L2_a_wait_takes_all_that_is_there),
		BACKEND_TEST(a_wait_is_never_too_short),
		BACKEND_TEST(a_signal_ends_the_longest_wait),
		BACKEND_TEST(the_backend_is_closed_by_an_exec),
	};

	return cmocka_run_group_tests_name(backend_name, tests, NULL, NULL);
}
