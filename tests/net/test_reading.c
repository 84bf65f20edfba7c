/* test_reading.c - bytes, lines, and so many bytes: what is taken, what stays, and what the end is. */
#include "coro/error.h"
#include "coro/net/streams.h"
#include "coro/run.h"
#include "coro/timeout.h"
#include "tests/lib/sockets.h"
#include "tests/lib/support.h"

#include <string.h>

static struct buffer_pool buffers;
static struct stream_pipe pipes[2];
static struct stream peer;
static struct conn conn;

static void open_pair(void)
{
	memset(pipes, 0, sizeof pipes);
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

static void send_text(const char *text)
{
	assert_int_equal(stream_send(&peer, text, strlen(text)), strlen(text));
}

/* Reads until the end, and says each piece. */
static async read_all(size_t n)
{
	ASYNC(char buf[100]; size_t got);
	do {
		AWAIT(conn_read(&conn, my->buf, n, &my->got));
		say("%.*s.", (int)my->got, my->buf);
	} while (my->got > 0);
	ASYNC_END;
}
ASYNC_ENTRY(read_all, size_t);

static void a_read_takes_what_there_is_up_to_a_number(void **state)
{
	(void)state;
	open_pair();
	send_text("abcdefg");
	stream_close(&peer);
	assert_int_equal(async_run(read_all, 3), ASYNC_OK);
	assert_said("abc. def. g. .");
	close_pair();
}

static async read_nothing(void)
{
	size_t got = 7;

	ASYNC();
	AWAIT(conn_read(&conn, NULL, 0, &got));
	assert_int_equal(got, 0);
	AWAIT(conn_read_exactly(&conn, NULL, 0, &got));
	ASYNC_END;
}
ASYNC_ENTRY(read_nothing);

static void to_read_nothing_waits_for_nothing(void **state)
{
	(void)state;
	open_pair();
	assert_int_equal(async_run(read_nothing), ASYNC_OK);
	close_pair();
}

/* Until the end; says each line, or why it is none. */
static async read_lines(size_t room)
{
	enum status err;

	ASYNC(char line[100]; size_t len);
	do {
		AWAIT_CATCH(err, conn_read_line(&conn, my->line, room, &my->len));
		if (err)
			say("%s:", async_error_text(err));
		else
			say("%zu:%.*s%s", my->len, (int)strcspn(my->line, "\n"), my->line, strchr(my->line, '\n') ? "$" : "");
	} while (err || my->len > 0);
	ASYNC_END;
}
ASYNC_ENTRY(read_lines, size_t);

static void a_line_ends_with_its_newline_or_the_file(void **state)
{
	(void)state;
	for (unsigned piece = 0; piece < 4; piece++) { /* however it is cut */
		open_pair();
		pipes[0].most = piece;
		send_text("one\n\nthree\nrest");
		stream_close(&peer);
		assert_int_equal(async_run(read_lines, 100), ASYNC_OK);
		assert_said("4:one$ 1:$ 6:three$ 4:rest 0:");
		close_pair();
	}
}

/* asyncio's rule: the long line goes, if its end has come; or else all that has come. */
static void too_long_a_line_is_thrown_away(void **state)
{
	(void)state;
	open_pair();
	send_text("12345678\n123456789\nok\n123456789");
	stream_close(&peer);
	assert_int_equal(async_run(read_lines, 10), ASYNC_OK);
	assert_said("9:12345678$ a line of more than 8 bytes: 3:ok$ a line of more than 8 bytes: 0:");
	close_pair();
}

static async read_exactly(size_t n)
{
	enum status err;

	ASYNC(char buf[100]; size_t got);
	AWAIT_CATCH(err, conn_read_exactly(&conn, my->buf, n, &my->got));
	say("%zu:%.*s %s", my->got, (int)my->got, my->buf, err ? async_error_text(err) : "ok");
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(read_exactly, size_t);

static void so_many_bytes_are_waited_for(void **state)
{
	(void)state;
	open_pair();
	pipes[0].most = 1;
	send_text("abcdef");
	stream_close(&peer);
	assert_int_equal(async_run(read_exactly, 4), ASYNC_OK);
	assert_said("4:abcd ok");
	assert_int_equal(async_run(read_exactly, 4), ASYNC_E_DISCONNECTED);
	assert_said("2:ef the peer ended after 2 of 4 bytes");
	assert_int_equal(async_run(read_exactly, 1), ASYNC_E_DISCONNECTED);
	assert_said("0: the peer ended after 0 of 1 bytes");
	close_pair();
}

/* A timeout, then the rest. */
static async try_twice(void)
{
	enum status err;

	ASYNC(struct timeout timeout; char buf[8]; size_t got);
	ASYNC_WITH(timeout_enter(&my->timeout, NS_PER_S)) {
		AWAIT_CATCH_ALL(err, conn_read_exactly(&conn, my->buf, 6, &my->got));
		say("%s", status_name(err));
		send_text("def");
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_OK));
	AWAIT(read_exactly(6));
	ASYNC_END;
}
ASYNC_ENTRY(try_twice);

static void who_gives_up_loses_no_byte(void **state)
{
	(void)state;
	open_pair();
	send_text("abc");
	assert_int_equal(async_run(try_twice), ASYNC_OK);
	assert_said("cancelled 6:abcdef ok");
	close_pair();
}

/* A read that waits, and one that comes later. */
static void closing_is_the_end_for_who_reads(void **state)
{
	struct task reader = {0};

	(void)state;
	open_pair();
	task_start(&reader, "reader", read_all, 9);
	drive();
	conn_close(&conn);
	drive();
	assert_int_equal(reader.result, ASYNC_OK);
	assert_int_equal(async_run(read_all, 9), ASYNC_OK);
	assert_said(". .");
	close_pair();
}

/* The kernel says once that it was cut, and from then on that it has ended. */
static void a_cut_is_no_end_however_often_one_reads(void **state)
{
	int ends[2];

	(void)state;
	tcp_pair(ends);
	conn = (struct conn){0};
	assert_int_equal(stream_open_socket(&conn.stream, ends[0]), 0);
	tcp_reset(ends[1]);
	until(ends[0], POLLHUP);
	for (int i = 0; i < 3; i++)
		assert_int_equal(async_run(read_all, 9), ASYNC_E_DISCONNECTED);
	conn_close(&conn);
}

static async open_again(void)
{
	ASYNC();
	AWAIT(open_connection(&conn, "127.0.0.1", 1, NULL));
	ASYNC_END;
}
ASYNC_ENTRY(open_again);

static int open_what_is_open(void)
{
	loop_open(LOOP_VIRTUAL);
	open_pair();
	async_run(open_again);
	return 0;
}

static void what_is_open_is_not_opened_again(void **state)
{
	static const char *const words[] = {"open_again: open_connection: this connection is still open", NULL};

	(void)state;
	assert_aborts(open_what_is_open, words);
}

static async read_into_one_byte(void)
{
	ASYNC(char line[1]);
	AWAIT(conn_read_line(&conn, my->line, sizeof my->line, NULL));
	ASYNC_END;
}
ASYNC_ENTRY(read_into_one_byte);

static int read_a_line_into_one_byte(void)
{
	loop_open(LOOP_VIRTUAL);
	open_pair();
	send_text("a\n");
	async_run(read_into_one_byte);
	return 0;
}

static void a_line_needs_room_for_a_byte(void **state)
{
	static const char *const words[] = {"conn_read_line: no room for a byte and the NUL", NULL};

	(void)state;
	assert_aborts(read_a_line_into_one_byte, words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(a_read_takes_what_there_is_up_to_a_number),
		FRESH(to_read_nothing_waits_for_nothing),
		FRESH(a_line_ends_with_its_newline_or_the_file),
		FRESH(too_long_a_line_is_thrown_away),
		FRESH(so_many_bytes_are_waited_for),
		FRESH(who_gives_up_loses_no_byte),
		FRESH(closing_is_the_end_for_who_reads),
		CLOSED(what_is_open_is_not_opened_again),
		CLOSED(a_line_needs_room_for_a_byte),
		FRESH_REAL(a_cut_is_no_end_however_often_one_reads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
