/* test_io_memory.c - ends in memory (fd -1): no backend knows of them, and io_signal sets their bits. */
#include "coro/watch/trace.h"
#include "tests/lib/reader.h"

static struct reader in_memory(unsigned bits)
{
	return (struct reader){.name = 'r', .bits = bits};
}

static void an_end_in_memory_wakes_by_signal(void **state)
{
	struct reader r = in_memory(LOOP_READ);
	struct task t = {0};

	(void)state;
	assert_int_equal(io_open(&r.io, -1), 0);
	task_start(&t, "reader", wait_for_bits, &r);
	assert_true(loop_run_once());
	assert_int_equal(loop.waiting, 0); /* it lives in virtual time */
	io_signal(&r.io, LOOP_WRITE); /* not its bit */
	assert_int_equal(loop.nready, 0);
	io_signal(&r.io, LOOP_READ);
	io_signal(&r.io, LOOP_READ);
	assert_int_equal(loop.nready, 1);
	assert_said("");
	drive();
	assert_said("r:ok");
	io_close(&r.io);
}

static void tell_event(struct io *io)
{
	say("event:%u", io->watch.ready);
}

static void events_are_told_to_the_owner_whoever_waits(void **state)
{
	struct reader r = in_memory(LOOP_READ);
	struct task t = {0};

	(void)state;
	r.io.on_event = tell_event;
	assert_int_equal(io_open(&r.io, -1), 0);
	io_signal(&r.io, LOOP_WRITE);
	assert_said("event:2");
	task_start(&t, "reader", wait_for_bits, &r);
	assert_true(loop_run_once());
	io_signal(&r.io, LOOP_HUP);
	assert_said("event:6");
	io_signal(&r.io, LOOP_READ);
	drive();
	assert_said("event:7 r:ok");
	io_signal(&r.io, LOOP_HUP);
	assert_said("event:7");
}

/* Nobody can signal any more, and no fd and no deadline is there to wake anybody. */
static void a_wait_in_memory_that_nobody_can_end_is_stuck(void **state)
{
	struct reader r = in_memory(LOOP_READ);
	struct task t = {0};
	char text[64];

	(void)state;
	assert_int_equal(io_open(&r.io, -1), 0);
	task_start(&t, "reader", wait_for_bits, &r);
	assert_true(loop_run_once());
	assert_false(loop_run_once());
	task_describe_wait(&t, text, sizeof text);
	assert_string_equal(text, "connection 1, readable");
	task_cancel(&t);
	drive();
	assert_said("r:cancelled");
}

/* One worker at a time may wait for an end. */
static int wait_twice_for_one_end(void)
{
	struct reader r = in_memory(LOOP_READ);
	struct io_wait second = {0};
	struct task t = {0};

	loop_open(LOOP_VIRTUAL);
	io_open(&r.io, -1);
	r.io.waiting[0] = &second;
	task_start(&t, "reader", wait_for_bits, &r);
	drive();
	return 0;
}

static async wait_for_writing(struct io *io)
{
	ASYNC();
	AWAIT(io_ready(io, LOOP_WRITE));
	say("w");
	ASYNC_END;
}
ASYNC_ENTRY(wait_for_writing, struct io *);

static void a_reader_and_a_writer_wait_for_one_end(void **state)
{
	struct reader r = in_memory(LOOP_READ);
	struct task reader = {0}, writer = {0};

	(void)state;
	assert_int_equal(io_open(&r.io, -1), 0);
	task_start(&reader, "reader", wait_for_bits, &r);
	task_start(&writer, "writer", wait_for_writing, &r.io);
	assert_true(loop_run_once());
	io_signal(&r.io, LOOP_WRITE);
	drive();
	assert_said("w");
	assert_int_equal(reader.state, TASK_WAITING);
	io_signal(&r.io, LOOP_READ);
	drive();
	assert_said("r:ok");
}

static void two_who_wait_for_one_end_abort(void **state)
{
	static const char *const words[] = {"fatal: two workers wait for one connection", NULL};

	(void)state;
	assert_aborts(wait_twice_for_one_end, words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(an_end_in_memory_wakes_by_signal),
		FRESH(events_are_told_to_the_owner_whoever_waits),
		FRESH(a_wait_in_memory_that_nobody_can_end_is_stuck),
		FRESH(a_reader_and_a_writer_wait_for_one_end),
		CLOSED(two_who_wait_for_one_end_abort),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
