/* test_io.c - waiting for the world: real ends, whose bits the backend sets. Ends in memory:
 * test_io_memory.c. */
#include "coro/run.h"
#include "coro/timeout.h"
#include "tests/lib/reader.h"
#include "tests/lib/sockets.h"

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* A reader at one end of a socket pair; the other end is returned. */
static int open_pair(struct reader *r)
{
	int ends[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	*r = (struct reader){.name = 'r', .bits = LOOP_READ};
	assert_int_equal(io_open(&r->io, ends[0]), 0);
	return ends[1];
}

static void close_pair(struct reader *r, int other)
{
	int fd = r->io.watch.fd;

	io_close(&r->io);
	close(fd);
	if (other >= 0)
		close(other);
}

/* ---- real ends ---- */

static async write_one_turn_later(int fd)
{
	ASYNC();
	AWAIT(sleep_for(0));
	say("write");
	assert_int_equal(write(fd, "!", 1), 1);
	ASYNC_END;
}
ASYNC_ENTRY(write_one_turn_later, int);

static void ring(struct timer *t)
{
	(void)t;
	say("timer");
}

/* And while it waits, virtual time stands. */
static void a_reader_waits_until_somebody_writes(void **state)
{
	struct reader r;
	int other = open_pair(&r);
	struct task t = {0}, writer = {0};
	struct timer timer = {0};

	(void)state;
	timer_start(&timer, 1, ring);
	task_start(&t, "reader", wait_for_bits, &r);
	task_start(&writer, "writer", write_one_turn_later, other);
	assert_true(loop_run_once());
	assert_int_equal(loop.waiting, 1);
	assert_non_null(r.io.waiting[0]);
	assert_ptr_equal(&r.io.waiting[0]->wait, t.waiting);
	drive();
	assert_said("write r:ok timer");
	assert_int_equal(loop.waiting, 0);
	assert_null(r.io.waiting[0]);
	assert_int_equal(r.io.watch.ready & (LOOP_READ | LOOP_HUP), LOOP_READ);
	close_pair(&r, other);
}

static void the_end_of_the_peer_is_readable_and_a_hang_up(void **state)
{
	struct reader r;
	int other = open_pair(&r);

	(void)state;
	close(other);
	assert_int_equal(async_run(wait_for_bits, &r), ASYNC_OK);
	assert_int_equal(r.io.watch.ready & (LOOP_READ | LOOP_HUP), LOOP_READ | LOOP_HUP);
	assert_said("r:ok");
	close_pair(&r, -1);
}

/* Bits stay until a call says EAGAIN, so the second wait is none. */
static void what_is_ready_costs_no_wait(void **state)
{
	struct reader r;
	int other = open_pair(&r);
	uint64_t turn;

	(void)state;
	r.bits = LOOP_WRITE;
	assert_int_equal(async_run(wait_for_bits, &r), ASYNC_OK);
	turn = loop.turn;
	assert_int_equal(async_run(wait_for_bits, &r), ASYNC_OK);
	assert_int_equal(loop.turn - turn, 1);
	assert_said("r:ok r:ok");
	close_pair(&r, other);
}

static void a_cancelled_wait_leaves_the_end_as_it_was(void **state)
{
	struct reader r;
	int other = open_pair(&r);
	struct task t = {0};

	(void)state;
	task_start(&t, "reader", wait_for_bits, &r);
	assert_true(loop_run_once());
	task_cancel(&t);
	drive();
	assert_said("r:cancelled");
	assert_int_equal(loop.waiting, 0);
	assert_null(r.io.waiting[0]);
	assert_int_equal(write(other, "!", 1), 1);
	assert_int_equal(async_run(wait_for_bits, &r), ASYNC_OK);
	assert_said("r:ok");
	close_pair(&r, other);
}

/* A listener may wait for ever, so it does not stop virtual time. */
static void who_listens_stops_no_time(void **state)
{
	struct reader r;
	int other = open_pair(&r);
	struct canceller canceller;
	struct task t = {0};

	(void)state;
	r.io.listens = true;
	task_start(&t, "listener", wait_for_bits, &r);
	cancel_at(&canceller, &t, 10);
	assert_true(loop_run_once());
	assert_int_equal(loop.listening, 1);
	assert_int_equal(loop.waiting, 0);
	drive();
	assert_int_equal(loop.listening, 0);
	assert_int_equal(now_ms(), 10);
	assert_said("r:cancelled");
	close_pair(&r, other);
}

/* Torn down by somebody else: its reader is told, and the end is closed before that runs. */
static void an_end_may_be_closed_under_its_reader(void **state)
{
	struct reader r;
	int other = open_pair(&r);
	struct task t = {0};

	(void)state;
	task_start(&t, "reader", wait_for_bits, &r);
	assert_true(loop_run_once());
	io_signal(&r.io, LOOP_READ | LOOP_HUP);
	close_pair(&r, other);
	assert_int_equal(loop.waiting, 0);
	drive();
	assert_said("r:ok");
	assert_int_equal(loop.waiting, 0);
	io_close(&r.io); /* a second time: nothing happens */
}

static void a_regular_file_is_refused(void **state)
{
	FILE *file = tmpfile();
	struct io io = {0};

	(void)state;
	assert_non_null(file);
	assert_int_equal(io_open(&io, fileno(file)), -EPERM);
	fclose(file);
}

/* ---- L2: a thousand answers, and their deadlines ---- */

enum { READERS = 1000 };

static struct crowd {
	struct task task;
	struct io io;
	int other;
} crowd[READERS];

static async read_in_time(struct crowd *c)
{
	ASYNC(struct timeout timeout);
	ASYNC_WITH(timeout_enter(&my->timeout, 60 * NS_PER_S)) {
		AWAIT(io_ready(&c->io, LOOP_READ));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(read_in_time, struct crowd *);

static void open_crowd(void)
{
	int ends[2];

	allow_fds(2 * READERS + 50);
	for (int i = 0; i < READERS; i++) {
		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
		assert_int_equal(io_open(&crowd[i].io, ends[0]), 0);
		crowd[i].other = ends[1];
		task_start(&crowd[i].task, "reader", read_in_time, &crowd[i]);
	}
}

static void close_crowd(void)
{
	for (int i = 0; i < READERS; i++) {
		int fd = crowd[i].io.watch.fd;

		io_close(&crowd[i].io);
		close(fd);
		close(crowd[i].other);
	}
}

/* A turn that works for longer than all have time, while all are answered. */
static void L2_an_answer_that_is_there_wins_against_its_deadline(void **state)
{
	(void)state;
	open_crowd();
	loop_run_once(); /* they wait */
	for (int i = 0; i < READERS; i++)
		assert_int_equal(write(crowd[i].other, "!", 1), 1);
	loop.clock_offset -= 3600 * NS_PER_S;
	drive();
	for (int i = 0; i < READERS; i++)
		assert_int_equal(crowd[i].task.result, ASYNC_OK);
	close_crowd();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(a_reader_waits_until_somebody_writes),
		FRESH(the_end_of_the_peer_is_readable_and_a_hang_up),
		FRESH(what_is_ready_costs_no_wait),
		FRESH(a_cancelled_wait_leaves_the_end_as_it_was),
		FRESH(who_listens_stops_no_time),
		FRESH(an_end_may_be_closed_under_its_reader),
		FRESH(a_regular_file_is_refused),
		FRESH_REAL(L2_an_answer_that_is_there_wins_against_its_deadline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
