/* test_output.c - no byte is lost, whoever is slow, and the loop goes on meanwhile. */
#include "coro/run.h"
#include "coro/sleep.h"
#include "demo/output.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { LINES = 20000 }; /* more than any pipe holds */

static struct output output;
static int ends[2];
static int turns; /* of the reader, before it reads */
static char *got;
static size_t got_len;

static struct slice line_of(int i)
{
	static char line[32];

	snprintf(line, sizeof line, "line %d\n", i);
	return slice_of(line);
}

/* Lets the writer wait for some turns, then reads all. */
static async reader(void)
{
	ssize_t count;

	ASYNC(struct io io);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	if (io_open(&my->io, ends[0]) != 0)
		ASYNC_RAISE(ASYNC_E_SYSTEM);
	for (turns = 0; turns < 10; turns++)
		AWAIT(sleep_for(0));
	for (;;) {
		count = read(ends[0], got + got_len, 1 << 20);
		if (count == 0)
			break;
		if (count > 0) {
			got_len += (size_t)count;
			continue;
		}
		my->io.watch.ready &= ~(unsigned)LOOP_READ;
		AWAIT(io_ready(&my->io, LOOP_READ | LOOP_HUP));
	}
	io_close(&my->io);
	ASYNC_END;
}
ASYNC_ENTRY(reader);

static async writer(void)
{
	ASYNC(struct task other);
	task_start(&my->other, "reader", reader);
	output_open(&output, ends[1]);
	shared_watch(&output.io, output.fd);
	for (int i = 0; i < LINES; i++)
		output_add(&output, line_of(i));
	AWAIT(output_drain(&output));
	shared_unwatch(&output.io);
	close(ends[1]);
	AWAIT(task_await(&my->other));
	ASYNC_END;
}
ASYNC_ENTRY(writer);

static void assert_all_lines(void)
{
	size_t at = 0;

	for (int i = 0; i < LINES; i++) {
		struct slice line = line_of(i);

		assert_true(at + line.len <= got_len);
		assert_memory_equal(got + at, line.at, line.len);
		at += line.len;
	}
	assert_int_equal(at, got_len);
}

/* If it blocked, the reader would never run. */
static void s4_a_slow_reader_does_not_stop_the_loop(void **state)
{
	(void)state;
	for (int blocks = 0; blocks < 2; blocks++) {
		assert_int_equal(pipe(ends), 0);
		fcntl(ends[1], F_SETFL, blocks ? 0 : O_NONBLOCK);
		got_len = 0;
		assert_int_equal(async_run(writer), ASYNC_OK);
		assert_int_equal(turns, 10);
		assert_all_lines();
		close(ends[0]);
		output_free(&output);
	}
}

/* Without a loop it waits by itself; by another process it is read. */
static void s4_a_non_blocking_descriptor_loses_nothing(void **state)
{
	int back[2];
	ssize_t count;
	pid_t child;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(pipe(back), 0);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	child = fork();
	if (child == 0) {
		close(ends[0]);
		close(back[0]);
		output_open(&output, ends[1]);
		for (int i = 0; i < LINES; i++) {
			output_add(&output, line_of(i));
			if (i == 10)
				close(back[1]); /* now it may be read */
		}
		_exit(output_flush(&output));
	}
	close(ends[1]);
	close(back[1]);
	assert_int_equal(read(back[0], got, 1), 0);
	for (got_len = 0; (count = read(ends[0], got + got_len, 1 << 20)) > 0;)
		got_len += (size_t)count;
	assert_all_lines();
	close(back[0]);
	close(ends[0]);
}

static void s3_the_first_error_stays(void **state)
{
	(void)state;
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	output_open(&output, ends[1]);
	assert_int_equal(output_add(&output, slice_of("x")), EPIPE);
	close(ends[1]);
	assert_int_equal(output_add(&output, slice_of("x")), EPIPE);
	assert_int_equal(output_flush(&output), EPIPE);
	output_free(&output);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s4_a_slow_reader_does_not_stop_the_loop),
		cmocka_unit_test(s4_a_non_blocking_descriptor_loses_nothing),
		cmocka_unit_test(s3_the_first_error_stays),
	};
	int failed;

	signal(SIGPIPE, SIG_IGN);
	alarm(60); /* who waits for ever has lost */
	got = malloc(2 << 20);
	failed = got ? cmocka_run_group_tests_name("output", tests, NULL, NULL) : 1;
	free(got);
	return failed;
}
