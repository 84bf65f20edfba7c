/* test_record.c - is the event record what it promises: valid JSON lines, complete, and the same in every
 * run? */
#include "coro/io.h"
#include "coro/many/locks.h"
#include "coro/watch/trace.h"
#include "coro/watch/watch.h"
#include "loop/watch/record.h"
#include "loop/watcher.h"
#include "tests/lib/support.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/test_record.XXXXXX";
static char text[32768];

static int make_file(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
	(void)state;
	return unlink(path);
}

static void read_record(void)
{
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	memset(text, 0, sizeof text);
	assert_in_range(fread(text, 1, sizeof text - 1, file), 1, sizeof text - 2);
	fclose(file);
}

/* ---- a program with something of everything ---- */

static struct task tasks[3];
static struct semaphore one_permit;
static struct io end;

static async work(void)
{
	static const struct napper napper = {.name = "done", .ms = 10};

	ASYNC();
	AWAIT(semaphore_acquire(&one_permit));
	AWAIT(nap(&napper));
	semaphore_release(&one_permit);
	io_signal(&end, LOOP_READ);
	ASYNC_END;
}
ASYNC_ENTRY(work);

static async listen_once(void)
{
	ASYNC();
	AWAIT(io_ready(&end, LOOP_READ));
	task_cancel(&tasks[1]);
	ASYNC_END;
}
ASYNC_ENTRY(listen_once);

static void run_program(void)
{
	semaphore_init(&one_permit, 1);
	assert_int_equal(io_open(&end, -1), 0);
	task_start(&tasks[0], "first", work);
	task_start(&tasks[1], "sec\"on\\d", work);
	task_start(&tasks[2], "third\x01\x7f \xc3\xa9 \xe9", listen_once);
	drive();
}

static void record_program(void)
{
	assert_int_equal(record_open(path), 0);
	watch_open();
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	run_program();
	assert_int_equal(record_close(), 0);
	loop_close();
	read_record();
}

/* ---- a reader for flat JSON objects (RFC 8259), which is all that the record is made of ---- */

static const char *skip_string(const char *c)
{
	assert_int_equal(*c++, '"');
	for (; *c != '"'; c++) {
		assert_true((unsigned char)*c >= ' ' && *c != 0x7f);
		if (*c != '\\')
			continue;
		if (*++c == 'u')
			for (int i = 0; i < 4; i++)
				assert_true(isxdigit((unsigned char)*++c));
		else
			assert_non_null(strchr("\"\\/bfnrt", *c));
	}
	return c + 1;
}

static const char *skip_number(const char *c)
{
	if (*c == '-')
		c++;
	assert_true(isdigit((unsigned char)*c));
	assert_false(*c == '0' && isdigit((unsigned char)c[1]));
	while (isdigit((unsigned char)*c))
		c++;
	return c;
}

static const char *skip_line(const char *c)
{
	assert_int_equal(*c, '{');
	do {
		c = skip_string(c + 1);
		assert_int_equal(*c++, ':');
		c = *c == '"' ? skip_string(c) : skip_number(c);
	} while (*c == ',');
	assert_int_equal(*c, '}');
	assert_int_equal(c[1], '\n');
	return c + 2;
}

/* The number behind "key": in this line, or -1. */
static long number_of(const char *line, const char *key)
{
	char wanted[32];
	const char *found;

	snprintf(wanted, sizeof wanted, "\"%s\":", key);
	found = strstr(line, wanted);
	return found && found < strchr(line, '\n') ? strtol(found + strlen(wanted), NULL, 10) : -1;
}

/* ---- tests ---- */

static void every_line_is_a_json_object_with_a_number_and_a_time(void **state)
{
	const char *line, *first = "{\"record\":1,\"clock\":\"virtual\",\"backend\":\"";
	long time = 0;

	(void)state;
	record_program();
	assert_memory_equal(text, first, strlen(first));
	line = skip_line(text);
	for (long seq = 1; *line; seq++) {
		assert_int_equal(number_of(line, "seq"), seq);
		assert_in_range(number_of(line, "t"), (unsigned long)time, 20 * NS_PER_MS);
		time = number_of(line, "t");
		line = skip_line(line);
	}
	assert_true(time == 10 * NS_PER_MS);
}

static void what_json_forbids_in_a_string_is_escaped(void **state)
{
	(void)state;
	record_program();
	assert_non_null(strstr(text, "\"name\":\"first\""));
	assert_non_null(strstr(text, "\"name\":\"sec\\u0022on\\u005cd\""));
	assert_non_null(strstr(text, "\"name\":\"third\\u0001\\u007f \xc3\xa9 \\ufffd\""));
}

/* Says each event but the polls: its name, and the worker's number. */
static void say_events(void)
{
	for (const char *line = skip_line(text); *line; line = skip_line(line)) {
		const char *event = strstr(line, "\"ev\":\"") + 6;

		if (strncmp(event, "poll", 4) != 0)
			say("%.*s%ld", (int)strcspn(event, "\""), event, number_of(line, "worker"));
	}
}

static void what_workers_do_is_told_in_order(void **state)
{
	(void)state;
	say_nothing();
	record_program();
	assert_said("done done!"); /* the first has napped; the second was cancelled when it had its permit */
	say_events();
	assert_said("spawn1 spawn2 spawn3 resume1 suspend1 resume2 suspend2 resume3 suspend3 "
		    "wake1 ready1 resume1 wake2 ready2 wake3 ready3 done1 "
		    "resume2 suspend2 resume3 cancel2 ready2 done3 resume2 done2");
	assert_non_null(strstr(text, "\"ev\":\"wake\",\"worker\":1,\"by\":0}")); /* a timer */
	assert_non_null(strstr(text, "\"ev\":\"cancel\",\"worker\":2,\"by\":3}"));
}

static void a_wait_is_told_with_its_reason_and_its_chain_of_awaits(void **state)
{
	(void)state;
	record_program();
	assert_non_null(strstr(text, "\"for\":\"a timer, 10.000 ms\",\"at\":\"coro/sleep.c:"));
	assert_non_null(strstr(text, " sleep_for < tests/lib/support.c:"));
	assert_non_null(strstr(text, " nap < tests/watch/test_record.c:"));
	assert_non_null(strstr(text, " work\""));
	assert_non_null(strstr(text, "\"for\":\"a permit\""));
	assert_non_null(strstr(text, "\"for\":\"connection 1, readable\""));
	assert_non_null(strstr(text, "\"status\":\"cancelled\""));
}

static void a_hundred_runs_write_the_same_bytes(void **state)
{
	static char first[sizeof text];

	(void)state;
	record_program();
	memcpy(first, text, sizeof text);
	for (int i = 0; i < 100; i++) {
		record_program();
		assert_string_equal(text, first);
	}
}

/* The second record of one loop too has the first line, and begins to number at 1. */
static void a_record_begins_anew_and_counts_real_time_from_the_opening(void **state)
{
	(void)state;
	assert_int_equal(loop_open(LOOP_REAL), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(record_open(path), 0);
		record_poll_end(3);
		assert_int_equal(record_close(), 0);
	}
	loop_close();
	read_record();
	assert_non_null(strstr(text, "\"clock\":\"monotonic\""));
	assert_non_null(strstr(text, "\"ev\":\"poll-end\",\"events\":3}\n"));
	assert_int_equal(number_of(skip_line(text), "seq"), 1);
	assert_in_range(number_of(skip_line(text), "t"), 0, 10 * NS_PER_S);
}

/* Two calls less for each pause of each task. */
static void nobody_listens_to_a_pause_but_for_a_record_or_a_debugger(void **state)
{
	(void)state;
	watch_open();
	assert_null(loop_watcher.suspend);
	assert_null(loop_watcher.resume);
	co_filter.events = CO_RESUME; /* as coro/watch/gdb_stop.py sets it before the program begins */
	watch_open();
	co_filter.events = 0;
	assert_non_null(loop_watcher.suspend);
	assert_non_null(loop_watcher.resume);
	assert_int_equal(record_open(path), 0);
	watch_open();
	assert_int_equal(record_close(), 0);
	assert_non_null(loop_watcher.suspend);
	assert_non_null(loop_watcher.resume);
	watch_open();
	assert_null(loop_watcher.suspend);
}

/* ---- files ---- */

static int record_to_stderr(void)
{
	record_open("-");
	loop_open(LOOP_VIRTUAL);
	record_poll_begin(-1);
	loop_close();
	return -record_close();
}

static void a_dash_means_stderr(void **state)
{
	struct child_end child;

	(void)state;
	in_child(record_to_stderr, &child);
	assert_int_equal(child.status, 0);
	assert_non_null(strstr(child.text, "\n{\"seq\":1,\"t\":0,\"ev\":\"poll-begin\",\"sleep\":-1}\n"));
}

static void a_file_that_cannot_be_written_is_an_error(void **state)
{
	(void)state;
	assert_int_equal(record_open("/no/such/folder/record"), -ENOENT);
	assert_null(loop.record);
	record_poll_begin(0); /* no record: no event */
	assert_int_equal(record_close(), 0);
	if (access("/dev/full", W_OK) != 0)
		skip(); /* not on every system */
	assert_int_equal(record_open("/dev/full"), 0);
	record_poll_begin(0);
	assert_int_equal(record_close(), -ENOSPC);
	assert_null(loop.record);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(every_line_is_a_json_object_with_a_number_and_a_time),
		CLOSED(what_json_forbids_in_a_string_is_escaped),
		CLOSED(what_workers_do_is_told_in_order),
		CLOSED(a_wait_is_told_with_its_reason_and_its_chain_of_awaits),
		CLOSED(a_hundred_runs_write_the_same_bytes),
		CLOSED(a_record_begins_anew_and_counts_real_time_from_the_opening),
		CLOSED(nobody_listens_to_a_pause_but_for_a_record_or_a_debugger),
		CLOSED(a_dash_means_stderr),
		CLOSED(a_file_that_cannot_be_written_is_an_error),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
