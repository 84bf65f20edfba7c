/* test_backend_end.c - the contract of loop/backend.h when a stream ends, or the watch of it: hang-ups,
 * errors, and events that must not come any more. */
#include "tests/lib/backend_fixture.h"

static int pending_error(int fd)
{
	int error = -1;
	socklen_t size = sizeof(error);

	assert_int_equal(getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size), 0);
	return error;
}

/* ---- hang-ups ---- */

static void bytes_before_a_hang_up_can_be_read(void **state)
{
	int ends[2];
	struct watch w;
	char bytes[8];

	(void)state;
	make_pair(ends);
	begin(&w, ends[0]);
	assert_int_equal(write(ends[1], "hello", 5), 5);
	close(ends[1]);
	wait_for(&w, LOOP_READ | LOOP_HUP);
	assert_int_equal(read(ends[0], bytes, sizeof(bytes)), 5);
	assert_int_equal(read(ends[0], bytes, sizeof(bytes)), 0);
	finish(&w);
}

/* The end that comes after everything was read and the bit cleared is an edge of its own. */
static void a_hang_up_sets_the_read_bit_again(void **state)
{
	int ends[2];
	struct watch w;

	(void)state;
	make_pair(ends);
	begin(&w, ends[0]);
	wait_for(&w, LOOP_WRITE);
	w.ready = 0;
	assert_int_equal(shutdown(ends[1], SHUT_WR), 0);
	wait_for(&w, LOOP_READ | LOOP_HUP);
	finish(&w);
	close(ends[1]);
}

/* A server that answers and closes: both arrive before anybody looks, and neither must hide the other. */
static void a_reply_and_its_end_are_told_together(void **state)
{
	int ends[2];
	struct watch w;
	char bytes[8];

	(void)state;
	assert_int_equal(tcp_pair(ends), 0);
	assert_int_equal(write(ends[1], "hello", 5), 5);
	assert_int_equal(shutdown(ends[1], SHUT_WR), 0);
	until(ends[0], POLLIN);
	begin(&w, ends[0]);
	wait_for(&w, LOOP_READ | LOOP_WRITE | LOOP_HUP);
	assert_int_equal(read(ends[0], bytes, sizeof(bytes)), 5);
	assert_int_equal(read(ends[0], bytes, sizeof(bytes)), 0);
	finish(&w);
	close(ends[1]);
}

static void half_a_stream_can_still_be_written(void **state)
{
	int ends[2];
	struct watch w;
	char byte;

	(void)state;
	assert_int_equal(tcp_pair(ends), 0);
	assert_int_equal(shutdown(ends[1], SHUT_WR), 0);
	begin(&w, ends[0]);
	wait_for(&w, LOOP_WRITE | LOOP_HUP);
	assert_int_equal(write(ends[0], "!", 1), 1);
	assert_int_equal(read(ends[1], &byte, 1), 1);
	finish(&w);
	close(ends[1]);
}

/* ---- errors ---- */

static void a_refused_connect_wakes_the_writer_and_keeps_its_errno(void **state)
{
	struct sockaddr_in nobody = tcp_nobody();
	struct watch w;

	(void)state;
	begin(&w, tcp_connect(&nobody));
	wait_for(&w, LOOP_READ | LOOP_WRITE);
	assert_int_equal(pending_error(w.fd), ECONNREFUSED);
	finish(&w);
}

static void a_connect_that_succeeds_wakes_the_writer_only(void **state)
{
	struct sockaddr_in address;
	int listener = tcp_listen(&address);
	struct watch w;

	(void)state;
	begin(&w, tcp_connect(&address));
	wait_for(&w, LOOP_WRITE);
	assert_int_equal(w.ready, LOOP_WRITE);
	assert_int_equal(pending_error(w.fd), 0);
	finish(&w);
	close(listener);
}

static void a_reset_wakes_everybody_and_keeps_its_errno(void **state)
{
	int ends[2];
	struct watch w;
	char byte;

	(void)state;
	assert_int_equal(tcp_pair(ends), 0);
	begin(&w, ends[0]);
	wait_for(&w, LOOP_WRITE);
	w.ready = 0;
	tcp_reset(ends[1]);
	wait_for(&w, LOOP_READ | LOOP_WRITE | LOOP_HUP);
	assert_int_equal(read(ends[0], &byte, 1), -1);
	assert_int_equal(errno, ECONNRESET);
	finish(&w);
}

/* Whether the reader goes before the watch begins or after: the writer is not left waiting for room. */
static void a_pipe_that_nobody_reads_wakes_its_writer(void **state)
{
	static const char bytes[65536];

	(void)state;
	for (int early = 0; early < 2; early++) {
		int ends[2];
		struct watch w;

		assert_int_equal(pipe(ends), 0);
		assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
		while (write(ends[1], bytes, sizeof(bytes)) > 0)
			;
		if (early)
			close(ends[0]);
		begin(&w, ends[1]);
		if (!early)
			close(ends[0]);
		wait_for(&w, LOOP_READ | LOOP_WRITE);
		finish(&w);
	}
}

/* Told once, nothing that lasts cuts a later wait short: else the loop would turn for ever and sleep never. */
static void an_end_that_was_told_ends_no_other_wait(void **state)
{
	int ends[2], pipes[2];
	struct watch hung_up, broken;

	(void)state;
	make_pair(ends);
	assert_int_equal(pipe(pipes), 0);
	begin(&hung_up, ends[0]);
	begin(&broken, pipes[1]);
	wait_for(&hung_up, LOOP_WRITE);
	wait_for(&broken, LOOP_WRITE);
	close(ends[1]);
	close(pipes[0]);
	wait_for(&hung_up, LOOP_READ | LOOP_WRITE | LOOP_HUP);
	wait_for(&broken, LOOP_READ | LOOP_WRITE);
	while (look() > 0)
		;
	wait_out(1900000);
	finish(&hung_up);
	finish(&broken);
}

/* ---- the end of a watch ---- */

static void what_was_removed_is_not_told(void **state)
{
	int ends[2], copy;
	struct watch w;

	(void)state;
	make_pair(ends);
	begin(&w, ends[0]);
	assert_int_equal(write(ends[1], "!", 1), 1);
	backend_remove(&w);
	assert_int_equal(look(), 0);
	copy = dup(ends[0]); /* keeps the stream open, and in epoll a registration that was only closed */
	close(ends[0]);
	close(ends[1]);
	assert_int_equal(look(), 0);
	assert_int_equal(w.ready, 0);
	backend_remove(&w); /* once more does no harm */
	close(copy);
}

/* An event waits in the kernel while the fd is closed and its number given to another stream. */
static void a_number_used_again_inherits_nothing(void **state)
{
	int old[2], fresh[2];
	struct watch before, after;

	(void)state;
	make_pair(old);
	begin(&before, old[0]);
	assert_int_equal(write(old[1], "!", 1), 1);
	finish(&before);
	make_pair(fresh);
	assert_int_equal(fresh[0], old[0]);
	begin(&after, fresh[0]);
	while (look() > 0)
		;
	assert_int_equal(before.ready, 0);
	assert_int_equal(after.ready, LOOP_WRITE);
	finish(&after);
	close(fresh[1]);
	close(old[1]);
}

static void a_watch_may_be_added_again(void **state)
{
	int ends[2];
	struct watch w;

	(void)state;
	make_pair(ends);
	begin(&w, ends[0]);
	wait_for(&w, LOOP_WRITE);
	backend_remove(&w);
	begin(&w, ends[0]);
	wait_for(&w, LOOP_WRITE);
	finish(&w);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BACKEND_TEST(bytes_before_a_hang_up_can_be_read),
		BACKEND_TEST(a_hang_up_sets_the_read_bit_again),
		BACKEND_TEST(a_reply_and_its_end_are_told_together),
		BACKEND_TEST(half_a_stream_can_still_be_written),
		BACKEND_TEST(a_refused_connect_wakes_the_writer_and_keeps_its_errno),
		BACKEND_TEST(a_connect_that_succeeds_wakes_the_writer_only),
		BACKEND_TEST(a_reset_wakes_everybody_and_keeps_its_errno),
		BACKEND_TEST(a_pipe_that_nobody_reads_wakes_its_writer),
		BACKEND_TEST(an_end_that_was_told_ends_no_other_wait),
		BACKEND_TEST(what_was_removed_is_not_told),
		BACKEND_TEST(a_number_used_again_inherits_nothing),
		BACKEND_TEST(a_watch_may_be_added_again),
	};

	return cmocka_run_group_tests_name(backend_name, tests, NULL, NULL);
}
