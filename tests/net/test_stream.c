/* test_stream.c - the two makes of a byte stream: ends joined in memory, and sockets. */
#include "coro/net/stream.h"
#include "tests/lib/sockets.h"
#include "tests/lib/support.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { BIG = 2 * STREAM_PIPE_SIZE, ALL = LOOP_READ | LOOP_WRITE | LOOP_HUP };

static struct stream a, b; /* the two ends; of sockets, only a is a stream */
static struct stream_pipe pipes[2];
static char sent[BIG], got[BIG];

/* No two places look alike. */
static int open_ends(void **state)
{
	memset(pipes, 0, sizeof pipes);
	for (int i = 0; i < BIG; i++)
		sent[i] = (char)(i % 251);
	if (open_virtual(state) != 0)
		return -1;
	stream_open_memory(&a, &b, pipes);
	return 0;
}

static int close_ends(void **state)
{
	stream_close(&a);
	stream_close(&b);
	return close_empty(state);
}

#define JOINED(test) cmocka_unit_test_setup_teardown(test, open_ends, close_ends)

static bool is_ready(const struct stream *s, unsigned bits)
{
	return (s->io.watch.ready & bits) == bits;
}

static void assert_would_block(ssize_t count, const struct stream *s, unsigned bit)
{
	assert_int_equal(count, -1);
	assert_int_equal(errno, EAGAIN);
	assert_false(is_ready(s, bit));
}

/* ---- memory ---- */

static void test_both_ways(void **state)
{
	(void)state;
	assert_int_equal(a.io.watch.ready, LOOP_WRITE);
	assert_int_equal(b.io.watch.ready, LOOP_WRITE);
	assert_would_block(stream_recv(&a, got, 1), &a, LOOP_READ);
	assert_int_equal(stream_send(&a, "ping", 4), 4);
	assert_int_equal(stream_send(&b, "pong!", 5), 5);
	assert_true(is_ready(&a, LOOP_READ) && is_ready(&b, LOOP_READ));
	assert_int_equal(stream_recv(&b, got, BIG), 4);
	assert_memory_equal(got, "ping", 4);
	assert_int_equal(stream_recv(&a, got, 2), 2);
	assert_int_equal(stream_recv(&a, got + 2, BIG), 3);
	assert_memory_equal(got, "pong!", 5);
	assert_would_block(stream_recv(&a, got, BIG), &a, LOOP_READ);
}

/* Three fillings, of which the first bytes are taken before the rest. */
static void test_the_rest_stays_in_order(void **state)
{
	static const int sizes[] = {20000, STREAM_PIPE_SIZE, 12769};
	int at = 0;

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++, at += 7) {
		memset(got, 0, BIG);
		assert_int_equal(stream_send(&a, sent + at, (size_t)sizes[i]), sizes[i]);
		assert_int_equal(stream_recv(&b, got, 5), 5);
		assert_int_equal(stream_recv(&b, got + 5, BIG - 5), sizes[i] - 5);
		assert_memory_equal(got, sent + at, (size_t)sizes[i]);
	}
}

static void test_full(void **state)
{
	(void)state;
	assert_int_equal(stream_send(&a, sent, BIG), STREAM_PIPE_SIZE);
	assert_true(is_ready(&a, LOOP_WRITE)); /* only a call that fails says that it is full */
	assert_would_block(stream_send(&a, sent, 1), &a, LOOP_WRITE);
	assert_int_equal(stream_recv(&b, got, 100), 100);
	assert_true(is_ready(&a, LOOP_WRITE));
	assert_int_equal(stream_send(&a, sent + STREAM_PIPE_SIZE, BIG), 100);
	assert_int_equal(stream_recv(&b, got + 100, BIG), STREAM_PIPE_SIZE);
	assert_memory_equal(got, sent, STREAM_PIPE_SIZE + 100);
}

static void test_most(void **state)
{
	static const size_t most[] = {1, 3, 10, 11};

	(void)state;
	for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
		size_t done = 0;

		pipes[0].most = pipes[1].most = most[i]; /* which of them a writes to is not ours to know */
		assert_int_equal(stream_send(&a, sent, 10), 10);
		while (done < 10) {
			ssize_t count = stream_recv(&b, got + done, BIG);

			assert_int_equal(count, most[i] < 10 - done ? most[i] : 10 - done);
			done += (size_t)count;
		}
		assert_memory_equal(got, sent, 10);
	}
}

/* The writer is not told that what it writes goes nowhere. */
static void test_cut(void **state)
{
	static const struct {
		int cut, first, second, left;
	} cases[] = {{1, 10, 10, 1}, {9, 10, 10, 9}, {10, 10, 10, 10}, {15, 10, 10, 15}, {20, 10, 10, 20}};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(close_ends(state), 0);
		assert_int_equal(open_ends(state), 0);
		a.out->cut = (uint64_t)cases[i].cut;
		assert_int_equal(stream_send(&a, sent, 10), cases[i].first);
		assert_int_equal(stream_send(&a, sent + 10, 10), cases[i].second);
		assert_int_equal(stream_recv(&b, got, BIG), cases[i].left);
		assert_memory_equal(got, sent, (size_t)cases[i].left);
		if (cases[i].cut < 20) {
			assert_true(is_ready(&b, LOOP_HUP));
			assert_int_equal(stream_recv(&b, got, BIG), 0);
		}
		assert_int_equal(stream_send(&b, sent, 10), 10); /* the other direction is well */
	}
}

/* What was sent before the end arrives, and then the end, again and again. */
static void test_close(void **state)
{
	(void)state;
	assert_int_equal(stream_send(&a, "last words", 10), 10);
	assert_int_equal(stream_send(&b, "unheard", 7), 7);
	stream_close(&a);
	stream_close(&a);
	assert_true(is_ready(&b, ALL));
	assert_int_equal(stream_recv(&b, got, 4), 4);
	assert_int_equal(stream_recv(&b, got + 4, BIG), 6);
	assert_memory_equal(got, "last words", 10);
	assert_int_equal(stream_recv(&b, got, BIG), 0);
	assert_int_equal(stream_recv(&b, got, BIG), 0);
	assert_int_equal(stream_send(&b, "x", 1), -1);
	assert_int_equal(errno, EPIPE);
	assert_int_equal(stream_recv(&a, got, BIG), -1);
	assert_int_equal(stream_send(&a, "x", 1), -1);
	stream_close(&(struct stream){0});
}

/* ---- sockets ---- */

/* A connection whose one end is the stream a; the other is returned. */
static int open_socket(void)
{
	int ends[2];

	tcp_pair(ends);
	assert_int_equal(stream_open_socket(&a, ends[0]), 0);
	assert_int_equal(a.io.watch.ready, 0);
	return ends[1];
}

static void until_ready(unsigned bits)
{
	while (!is_ready(&a, bits))
		assert_true(backend_wait(10 * NS_PER_S) > 0);
}

/* A short count is as good as EAGAIN, so the next wait needs no further system call. */
static void test_short_count(void **state)
{
	int other = open_socket();

	(void)state;
	until_ready(LOOP_WRITE);
	assert_int_equal(write(other, "0123456789", 10), 10);
	until_ready(LOOP_READ);
	assert_int_equal(stream_recv(&a, got, 10), 10); /* there may be more */
	assert_true(is_ready(&a, LOOP_READ));
	assert_would_block(stream_recv(&a, got, 10), &a, LOOP_READ);
	assert_int_equal(write(other, "0123456789", 10), 10);
	until_ready(LOOP_READ);
	assert_int_equal(stream_recv(&a, got, 11), 10);
	assert_false(is_ready(&a, LOOP_READ));
	close(other);
	stream_close(&a);
}

/* No event will come after the hang-up: so the bit stays, and the end is read. */
static void test_short_count_before_end(void **state)
{
	int other = open_socket();

	(void)state;
	assert_int_equal(write(other, "0123456789", 10), 10);
	close(other);
	until_ready(LOOP_READ | LOOP_HUP);
	assert_int_equal(stream_recv(&a, got, 100), 10);
	assert_true(is_ready(&a, LOOP_READ));
	assert_int_equal(stream_recv(&a, got, 100), 0);
	assert_true(is_ready(&a, LOOP_READ));
	stream_close(&a);
}

static void test_full_socket(void **state)
{
	int other = open_socket();
	ssize_t count = BIG;

	(void)state;
	until_ready(LOOP_WRITE);
	while (count == BIG)
		count = stream_send(&a, sent, BIG);
	assert_true(count > 0 || errno == EAGAIN);
	assert_false(is_ready(&a, LOOP_WRITE));
	while (!is_ready(&a, LOOP_WRITE)) {
		assert_true(read(other, got, BIG) > 0);
		backend_wait(0);
	}
	assert_true(stream_send(&a, sent, BIG) > 0);
	close(other);
	stream_close(&a);
}

/* The default action of SIGPIPE would end this program. */
static void test_no_sigpipe(void **state)
{
	int other = open_socket();

	(void)state;
	assert_ptr_not_equal(signal(SIGPIPE, SIG_DFL), SIG_ERR);
	tcp_reset(other);
	until_ready(LOOP_HUP);
	assert_int_equal(stream_recv(&a, got, 1), -1);
	assert_int_equal(errno, ECONNRESET);
	assert_true(is_ready(&a, LOOP_READ));
	assert_int_equal(stream_send(&a, "x", 1), -1);
	assert_int_equal(errno, EPIPE);
	stream_close(&a);
	stream_close(&a);
}

/* A regular file cannot be watched. What cannot be opened is closed all the same. */
static void test_refused_fd(void **state)
{
	FILE *file = tmpfile();
	int fd = dup(fileno(file));

	(void)state;
	assert_int_equal(stream_open_socket(&a, fd), -EPERM);
	assert_int_equal(fcntl(fd, F_GETFD), -1);
	stream_close(&a);
	fclose(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		JOINED(test_both_ways),
		JOINED(test_the_rest_stays_in_order),
		JOINED(test_full),
		JOINED(test_most),
		JOINED(test_cut),
		JOINED(test_close),
		FRESH_REAL(test_short_count),
		FRESH_REAL(test_short_count_before_end),
		FRESH_REAL(test_full_socket),
		FRESH_REAL(test_no_sigpipe),
		FRESH_REAL(test_refused_fd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
