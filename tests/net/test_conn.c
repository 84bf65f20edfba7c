/* test_conn.c - a connection's bytes as coroutines: buffers are borrowed while bytes are in them and no
 * longer, and whoever must wait waits for the right thing. Two plain connections, joined in memory. */
#include "coro/net/streams.h"
#include "coro/run.h"
#include "tests/lib/support.h"

#include <errno.h>
#include <string.h>

enum { LARGE = 200000 };

static struct stream_pipe pipes[2];
static struct buffer_pool buffers;
static struct conn a, b;
static char text[LARGE], got[LARGE];

static int open_conns(void **state)
{
	memset(pipes, 0, sizeof pipes);
	for (int i = 0; i < LARGE; i++)
		text[i] = (char)(i % 251);
	a = b = (struct conn){.pool = &buffers};
	if (open_virtual(state) != 0)
		return -1;
	stream_open_memory(&a.stream, &b.stream, pipes);
	return 0;
}

static int close_conns(void **state)
{
	conn_close(&a);
	conn_close(&b);
	conn_close(&b);
	assert_int_equal(buffers.lent, 0);
	buffer_pool_free(&buffers);
	assert_int_equal(buffers.kept, 0);
	return close_empty(state);
}

#define JOINED(test) cmocka_unit_test_setup_teardown(test, open_conns, close_conns)

/* ---- reading ---- */

/* Fills b until that fails or the peer has ended. Each time `use` bytes are used up, or as many as there are. */
static async fill(size_t most, size_t use)
{
	enum status err;

	ASYNC();
	do {
		AWAIT_CATCH(err, conn_fill(&b, most));
		say("%s:%zu@%d", status_name(err), b.end - b.begin, now_ms());
		conn_use(&b, use < b.end - b.begin ? use : b.end - b.begin);
	} while (err == ASYNC_OK && !b.ended);
	ASYNC_END;
}
ASYNC_ENTRY(fill, size_t, size_t);

/* A piece each 10 ms; then it closes. */
static async send_slowly(const char *const *pieces)
{
	ASYNC(int i);
	for (; pieces[my->i]; my->i++) {
		AWAIT(sleep_for(10 * NS_PER_MS));
		assert_int_equal(buffers.lent, b.begin < b.end); /* b waits */
		assert_int_equal(
			stream_send(&a.stream, pieces[my->i], strlen(pieces[my->i])), strlen(pieces[my->i]));
	}
	AWAIT(sleep_for(10 * NS_PER_MS));
	assert_int_equal(buffers.lent, b.begin < b.end);
	conn_close(&a);
	ASYNC_END;
}
ASYNC_ENTRY(send_slowly, const char *const *);

static void read_slow_sender(const char *const *pieces, size_t use)
{
	struct task filler = {0}, sender = {0};

	task_start(&filler, "filler", fill, LARGE, use);
	task_start(&sender, "sender", send_slowly, pieces);
	drive();
	assert_int_equal(filler.state, TASK_DONE);
	assert_int_equal(sender.state, TASK_DONE);
	assert_true(b.ended && !b.fault);
}

/* A buffer is on loan while bytes are in it, and not while the connection waits for some. */
static void test_lent_while_needed(void **state)
{
	static const char *const pieces[] = {"one", "three", NULL};

	(void)state;
	read_slow_sender(pieces, LARGE);
	assert_said("ok:3@10 ok:5@20 ok:0@30");
	assert_int_equal(buffers.lent, 0);
	assert_int_equal(buffers.kept, 1);
	assert_null(b.buffer);
}

static void test_unused_bytes_stay(void **state)
{
	static const char *const pieces[] = {"one", "three", NULL};
	size_t len;

	(void)state;
	read_slow_sender(pieces, 1);
	assert_said("ok:3@10 ok:7@20 ok:6@30");
	assert_memory_equal(conn_bytes(&b, &len), "three", 5);
	assert_int_equal(len, 5);
	assert_int_equal(buffers.lent, 1);
}

static void fill_up_to(size_t most)
{
	struct task filler = {0};

	task_start(&filler, "filler", fill, most, 0);
	drive();
	assert_int_equal(filler.state, TASK_DONE);
}

/* What is full grows, up to most bytes: and "full" is a buffer of BUFFER_SIZE times a power of two. */
static void test_growth(void **state)
{
	(void)state;
	assert_int_equal(stream_send(&a.stream, text, STREAM_PIPE_SIZE), STREAM_PIPE_SIZE);
	stream_close(&a.stream);
	fill_up_to(STREAM_PIPE_SIZE + 1);
	assert_said("ok:1024@0 ok:2048@0 ok:4096@0 ok:8192@0 ok:16384@0 ok:32768@0 ok:32768@0");
	assert_int_equal(b.buffer->room, 64 * BUFFER_SIZE);
	assert_memory_equal(b.buffer->bytes, text, STREAM_PIPE_SIZE);
	conn_use(&b, STREAM_PIPE_SIZE);
	assert_int_equal(buffers.lent, 0);
	assert_int_equal(buffers.kept, 0); /* one that has grown is not kept */
}

/* Who fills the buffer to the brim is read in pieces of a record's size, until one comes short. */
static void test_what_is_long_comes_in_long_pieces(void **state)
{
	struct task filler = {0};

	(void)state;
	assert_int_equal(stream_send(&a.stream, text, STREAM_PIPE_SIZE), STREAM_PIPE_SIZE);
	stream_close(&a.stream);
	task_start(&filler, "filler", fill, LARGE, LARGE);
	drive();
	assert_said("ok:1024@0 ok:16384@0 ok:15360@0 ok:0@0");
	assert_int_equal(buffers.kept, 1);
	assert_int_equal(buffers.spare->room, BUFFER_LONG); /* who has more to say needs no other for each piece */
	assert_int_equal(buffers.spare->room, BUFFER_LONG); /* who has more to say needs no other for each piece */
}

static void test_growth_has_an_end(void **state)
{
	(void)state;
	assert_int_equal(stream_send(&a.stream, text, STREAM_PIPE_SIZE), STREAM_PIPE_SIZE);
	fill_up_to(STREAM_PIPE_SIZE);
	assert_said("ok:1024@0 ok:2048@0 ok:4096@0 ok:8192@0 ok:16384@0 ok:32768@0 bad payload:32768@0");
}

/* Room in front is used before a larger buffer is. */
static void test_front_is_used_again(void **state)
{
	(void)state;
	assert_int_equal(stream_send(&a.stream, text, STREAM_PIPE_SIZE), STREAM_PIPE_SIZE);
	b.buffer = buffer_borrow(&buffers);
	b.begin = BUFFER_SIZE - 10;
	b.end = BUFFER_SIZE;
	memcpy(b.buffer->bytes + b.begin, "0123456789", 10);
	stream_close(&a.stream);
	fill_up_to(BUFFER_SIZE);
	assert_said("ok:1024@0 bad payload:1024@0");
	assert_int_equal(b.buffer->room, BUFFER_SIZE);
	assert_memory_equal(b.buffer->bytes, "0123456789", 10);
	assert_memory_equal(b.buffer->bytes + 10, text, BUFFER_SIZE - 10);
}

/* ---- writing ---- */

static async write_all(void)
{
	enum status err;

	ASYNC();
	conn_write(&a, text, LARGE);
	AWAIT_CATCH(err, conn_flush(&a));
	say("%s@%d", status_name(err), now_ms());
	ASYNC_END;
}
ASYNC_ENTRY(write_all);

/* 10,000 bytes each millisecond, up to a number of them; then it closes. */
static async read_slowly(size_t most)
{
	ssize_t count;

	ASYNC(size_t done);
	while (my->done < most) {
		AWAIT(sleep_for(NS_PER_MS));
		count = stream_recv(&b.stream, got + my->done, 10000);
		assert_true(count > 0);
		my->done += (size_t)count;
	}
	stream_close(&b.stream);
	ASYNC_END;
}
ASYNC_ENTRY(read_slowly, size_t);

static void write_to_slow_reader(size_t most)
{
	struct task writer = {0}, reader = {0};

	task_start(&writer, "writer", write_all);
	task_start(&reader, "reader", read_slowly, most);
	drive();
	assert_int_equal(writer.state, TASK_DONE);
	assert_int_equal(reader.state, TASK_DONE);
}

static void test_large_write(void **state)
{
	(void)state;
	write_to_slow_reader(LARGE);
	assert_said("ok@17"); /* the last 30,000 lie in the ring */
	assert_memory_equal(got, text, LARGE);
	assert_int_equal(buffers.lent + buffers.kept, 0);
}

static void test_write_to_who_leaves(void **state)
{
	(void)state;
	write_to_slow_reader(LARGE / 2);
	assert_said("disconnected@10");
	assert_string_equal(a.why, strerror(EPIPE));
	assert_int_equal(a.fault, NET_FAULT_RECEIVE);
}

/* ---- quiet ---- */

enum noise { NOTHING, BYTE, END, BYTE_IN_HAND, CUT, ENDED };

static void make(enum noise noise)
{
	if (noise == BYTE)
		stream_send(&a.stream, "x", 1);
	else if (noise == END)
		stream_close(&a.stream);
	else if (noise == BYTE_IN_HAND)
		b.buffer = buffer_borrow(&buffers);
	else if (noise == CUT)
		b.fault = NET_FAULT_RECEIVE;
	else if (noise == ENDED)
		b.ended = true;
}

static void test_quiet(void **state)
{
	for (enum noise noise = NOTHING; noise <= ENDED; noise++) {
		assert_true(conn_is_quiet(&b));
		make(noise);
		assert_int_equal(conn_is_quiet(&b), noise == NOTHING);
		assert_int_equal(close_conns(state), 0);
		assert_int_equal(open_conns(state), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		JOINED(test_lent_while_needed),
		JOINED(test_unused_bytes_stay),
		JOINED(test_growth),
		JOINED(test_what_is_long_comes_in_long_pieces),
		JOINED(test_growth_has_an_end),
		JOINED(test_front_is_used_again),
		JOINED(test_large_write),
		JOINED(test_write_to_who_leaves),
		JOINED(test_quiet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
