/* test_writing.c - the queue: what the kernel does not take is sent on while others run, and conn_drain waits for it
 * between its marks. */
#include "coro/error.h"
#include "coro/net/streams.h"
#include "coro/run.h"
#include "tests/lib/support.h"

#include <stdlib.h>
#include <string.h>

enum { PIPE = STREAM_PIPE_SIZE, LARGE = 300000 };

static struct buffer_pool buffers;
static struct stream_pipe pipes[2];
static struct stream peer;
static struct conn conn;
static char text[LARGE], got[LARGE];

static void open_pair(void)
{
	memset(pipes, 0, sizeof pipes);
	for (int i = 0; i < LARGE; i++)
		text[i] = (char)(i % 251);
	conn = (struct conn){.pool = &buffers};
	stream_open_memory(&conn.stream, &peer, pipes);
}

static void close_pair(void)
{
	conn_close(&conn);
	stream_close(&peer);
	assert_int_equal(buffers.lent, 0);
	buffer_pool_free(&buffers);
}

/* The peer takes so many bytes; what waits is sent on. Returns how many there were. */
static size_t take(size_t most)
{
	ssize_t count = 1;
	size_t all = 0;

	while (all < most && (count = stream_recv(&peer, got + all, most - all)) > 0) {
		all += (size_t)count;
		if (loop.nready)
			loop_run_once();
	}
	return all;
}

ASYNC_ENTRY(conn_drain, struct conn *);
ASYNC_ENTRY(conn_flush, struct conn *);
ASYNC_ENTRY(conn_finish, struct conn *);

static void writing_never_waits_and_keeps_the_order(void **state)
{
	(void)state;
	open_pair();
	for (size_t sent = 0, piece = 1; sent < LARGE; sent += piece, piece = piece * 3 % 7919 + 1) {
		piece = piece < LARGE - sent ? piece : LARGE - sent;
		conn_write(&conn, text + sent, piece);
	}
	assert_int_equal(conn_queued(&conn), LARGE - PIPE);
	assert_int_equal(take(LARGE), LARGE);
	assert_memory_equal(got, text, LARGE);
	assert_int_equal(conn_queued(&conn), 0);
	assert_int_equal(buffers.lent, 0);
	close_pair();
}

/* As long as the peer keeps up the queue's memory stays what it is. */
static void a_queue_that_moves_on_does_not_grow(void **state)
{
	size_t sent = PIPE + 5000, taken = 0;

	(void)state;
	open_pair();
	conn_write(&conn, text, sent);
	for (; sent + 997 <= LARGE; sent += 997) {
		conn_write(&conn, text + sent, 997);
		assert_int_equal(take(997), 997);
		assert_memory_equal(got, text + taken, 997);
		taken += 997;
		drive();
		assert_in_range(conn.out->room, 1, BUFFER_LONG); /* less than twice what is queued would be moved too often */
	}
	close_pair();
}

/* asyncio's marks: more than 64 KiB, and no more than 16. */
static void a_drain_waits_between_its_marks(void **state)
{
	struct task at_high = {0}, above = {0}, at_low = {0}, all = {0};

	(void)state;
	open_pair();
	conn_write(&conn, text, PIPE + CONN_HIGH_WATER);
	task_start(&at_high, "at the mark", conn_drain, &conn);
	drive();
	assert_int_equal(at_high.state, TASK_DONE);
	conn_write(&conn, text, 1);
	task_start(&above, "above it", conn_drain, &conn);
	task_start(&all, "for all", conn_flush, &conn);
	drive();
	assert_int_equal(above.state, TASK_WAITING);
	take(CONN_HIGH_WATER - CONN_LOW_WATER);
	drive();
	assert_int_equal(conn_queued(&conn), CONN_LOW_WATER + 1);
	assert_int_equal(above.state, TASK_WAITING);
	take(1);
	drive();
	assert_int_equal(above.state, TASK_DONE);
	task_start(&at_low, "at the mark", conn_drain, &conn);
	drive();
	assert_int_equal(at_low.state, TASK_DONE);
	assert_int_equal(all.state, TASK_WAITING);
	take(LARGE);
	drive();
	assert_int_equal(all.state, TASK_DONE);
	assert_int_equal(above.result, ASYNC_OK);
	assert_int_equal(all.result, ASYNC_OK);
	close_pair();
}

static void one_who_waits_can_be_cancelled(void **state)
{
	struct task drain = {0};

	(void)state;
	open_pair();
	conn_write(&conn, text, PIPE + CONN_HIGH_WATER + 1);
	task_start(&drain, "drain", conn_drain, &conn);
	drive();
	task_cancel(&drain);
	drive();
	assert_int_equal(drain.result, ASYNC_CANCELLED);
	take(LARGE);
	drive();
	assert_int_equal(conn_queued(&conn), 0);
	close_pair();
}

static async drain_and_tell(void)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH(err, conn_drain(&conn));
	say("%s", async_error_text(err));
	ASYNC_END;
}
ASYNC_ENTRY(drain_and_tell);

/* Who waits hears of it, and who comes later; what is written then goes nowhere. */
static void a_peer_that_goes_is_told_by_drain(void **state)
{
	struct task drain = {0}, later = {0};

	(void)state;
	open_pair();
	conn_write(&conn, text, LARGE);
	task_start(&drain, "drain", drain_and_tell);
	drive();
	stream_close(&peer);
	drive();
	assert_said("the connection is gone");
	conn_write(&conn, text, LARGE);
	assert_int_equal(conn_queued(&conn), 0);
	task_start(&later, "later", drain_and_tell);
	drive();
	assert_said("Broken pipe");
	close_pair();
}

/* Even if the connection's memory is used again at once. */
static void closing_ends_the_waits_of_others(void **state)
{
	struct task drain = {0};

	(void)state;
	open_pair();
	conn_write(&conn, text, LARGE);
	task_start(&drain, "drain", drain_and_tell);
	drive();
	conn_close(&conn);
	memset(&conn, 0xee, sizeof conn);
	drive();
	assert_said("the connection is gone");
	conn = (struct conn){0};
	close_pair();
}

/* ---- the end ---- */

static async end_behind_it(void)
{
	ASYNC();
	conn_write(&conn, text, PIPE + 5);
	AWAIT(conn_write_eof(&conn));
	AWAIT(conn_write_eof(&conn));
	ASYNC_END;
}
ASYNC_ENTRY(end_behind_it);

static void our_half_ends_behind_what_was_written(void **state)
{
	char byte;
	size_t count;

	(void)state;
	open_pair();
	assert_int_equal(async_run(end_behind_it), ASYNC_OK);
	assert_int_equal(take(PIPE + 5), PIPE + 5);
	drive();
	assert_int_equal(stream_recv(&peer, &byte, 1), 0);
	assert_int_equal(stream_send(&peer, "back", 4), 4);
	count = (size_t)stream_recv(&conn.stream, got, 9);
	assert_int_equal(count, 4);
	close_pair();
}

static int write_behind_the_end(void)
{
	loop_open(LOOP_VIRTUAL);
	open_pair();
	async_run(end_behind_it);
	conn_write(&conn, "x", 1);
	return 0;
}

static void nothing_is_written_behind_the_end(void **state)
{
	static const char *const words[] = {"conn_write: nothing can follow conn_write_eof", NULL};

	(void)state;
	assert_aborts(write_behind_the_end, words);
}

static void to_finish_sends_all_first(void **state)
{
	struct task closer = {0};

	(void)state;
	open_pair();
	conn_write(&conn, text, LARGE);
	task_start(&closer, "closer", conn_finish, &conn);
	drive();
	assert_int_equal(closer.state, TASK_WAITING);
	assert_int_equal(take(LARGE), LARGE);
	drive();
	assert_int_equal(closer.result, ASYNC_OK);
	assert_false(stream_is_open(&conn.stream));
	assert_memory_equal(got, text, LARGE);
	close_pair();
}

static void who_is_cancelled_closes_at_once(void **state)
{
	struct task closer = {0};

	(void)state;
	open_pair();
	conn_write(&conn, text, LARGE);
	task_start(&closer, "closer", conn_finish, &conn);
	drive();
	task_cancel(&closer);
	drive();
	assert_int_equal(closer.result, ASYNC_CANCELLED);
	assert_false(stream_is_open(&conn.stream));
	close_pair();
}

static void text_of_any_length_is_formatted(void **state)
{
	char *long_one = calloc(1, 5001);

	(void)state;
	open_pair();
	memset(long_one, 'x', 5000);
	conn_print(&conn, "%s=%d;", "n", 5);
	conn_print(&conn, "%s!", long_one);
	assert_int_equal(take(LARGE), 4 + 5001);
	assert_memory_equal(got, "n=5;xxx", 7);
	assert_memory_equal(got + 5000, "xxxx!", 5);
	free(long_one);
	close_pair();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(writing_never_waits_and_keeps_the_order),
		FRESH(a_queue_that_moves_on_does_not_grow),
		FRESH(a_drain_waits_between_its_marks),
		FRESH(one_who_waits_can_be_cancelled),
		FRESH(a_peer_that_goes_is_told_by_drain),
		FRESH(closing_ends_the_waits_of_others),
		FRESH(our_half_ends_behind_what_was_written),
		CLOSED(nothing_is_written_behind_the_end),
		FRESH(to_finish_sends_all_first),
		FRESH(who_is_cancelled_closes_at_once),
		FRESH(text_of_any_length_is_formatted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
