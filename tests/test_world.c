/* test_world.c - does what was written come back, to the byte, and is anything else noticed? */
#include "loop/offload.h"
#include "loop/signal.h"
#include "loop/world.h"
#include "tests/support.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char path[] = "/tmp/test_world.XXXXXX";

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

static const char *read_file(void)
{
	static char text[4096];
	FILE *file = fopen(path, "r");

	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	return text;
}

static void write_file(const char *text)
{
	FILE *file = fopen(path, "w");

	fputs(text, file);
	fclose(file);
}

/* ---- the file ---- */

static void only_its_owner_reads_it_even_if_it_stood_there_before(void **state)
{
	struct stat file;

	(void)state;
	chmod(path, 0644);
	assert_int_equal(world_record(path, "nothing"), 0);
	assert_int_equal(stat(path, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0600);
	assert_int_equal(world_close(), 0);
	assert_int_equal(loop.world, WORLD_OFF);
}

static void pass_bytes(int64_t of, void *bytes, size_t *len, size_t room)
{
	world_begin("read", of);
	world_bytes(bytes, len, room);
	world_end();
}

static void every_byte_comes_back(void **state)
{
	unsigned char bytes[256], again[256] = {0};
	size_t len = sizeof bytes;

	(void)state;
	for (int i = 0; i < 256; i++)
		bytes[i] = (unsigned char)i;
	world_record(path, "bytes");
	pass_bytes(7, bytes, &len, sizeof bytes);
	world_close();
	for (const char *c = read_file(); *c; c++)
		assert_true(*c == '\n' || (*c >= ' ' && *c <= '~'));
	len = 0;
	assert_int_equal(world_replay(path), 0);
	pass_bytes(7, again, &len, sizeof again);
	world_close();
	assert_int_equal(len, sizeof bytes);
	assert_memory_equal(again, bytes, sizeof bytes);
}

static void what_is_hidden_is_as_many_x(void **state)
{
	char bytes[] = "key=k3y&k3k3yk3";
	size_t len = sizeof bytes - 1;

	(void)state;
	world_record(path, "");
	world_hide("k3y", 3);
	pass_bytes(1, bytes, &len, sizeof bytes);
	world_close();
	assert_non_null(strstr(read_file(), "\"bytes\":\"key=xxx&k3xxxk3\"}\n"));
}

static void numbers_and_flags_come_back(void **state)
{
	(void)state;
	world_record(path, "numbers");
	world_number("a", 1, INT64_MIN);
	assert_false(world_flag("b", 0, false)); /* leaves no line */
	assert_true(world_flag("b", 2, true));
	world_number("a", 1, 5);
	world_close();
	world_replay(path);
	assert_int_equal(world_number("a", 1, 0), INT64_MIN);
	assert_false(world_flag("b", 0, true));
	assert_false(world_flag("b", 22, true)); /* not taken for 2 */
	assert_true(world_flag("b", 2, false));
	assert_int_equal(world_number("a", 1, 0), 5);
	assert_int_equal(world_close(), 0);
	assert_int_equal(world_number("a", 1, 8), 8); /* it is off */
}

static void an_event_record_may_come_or_go(void **state)
{
	(void)state;
	world_record(path, "times");
	world_clock(10), world_stamp(11), world_clock(12);
	world_close();
	world_replay(path); /* now without one */
	assert_int_equal(world_clock(0), 10);
	assert_int_equal(world_clock(0), 12);
	world_close();
	world_replay(path); /* now with more events */
	loop.record = stderr;
	assert_int_equal(world_clock(0), 10);
	assert_int_equal(world_stamp(0), 11);
	assert_int_equal(world_stamp(0), 11);
	assert_int_equal(world_clock(0), 12);
	loop.record = NULL;
	assert_int_equal(world_close(), 0);
}

static void what_is_no_recording_is_refused(void **state)
{
	(void)state;
	write_file("{\"record\":1}\n");
	assert_int_equal(world_replay(path), -EINVAL);
	assert_int_equal(world_replay("/no/such/file"), -ENOENT);
	assert_int_equal(world_record("/no/such/folder/file", ""), -ENOENT);
}

/* ---- something else than then ---- */

static int ask_otherwise(void)
{
	world_replay(path);
	return (int)world_tell("recv", 1, 0);
}

static int ask_bytes(void)
{
	char small[4];
	size_t len = 0;

	world_replay(path);
	world_begin("recv", 3);
	world_same("room", 4);
	world_bytes(small, &len, sizeof small);
	world_end();
	return world_close();
}

static int end_at_once(void)
{
	world_replay(path);
	return world_close();
}

static void what_differs_ends_the_program_and_names_the_line(void **state)
{
	static const struct {
		int (*fn)(void);
		const char *line, *words;
	} cases[] = {
		{ask_otherwise, "{\"ask\":\"recv\",\"of\":2,\"is\":0}\n",
			":2: not the recorded run: now {\"ask\":\"recv\",\"of\":1, but then "
			"{\"ask\":\"recv\",\"of\":2"},
		{ask_otherwise, "", "but then the end of the recording"},
		{ask_otherwise, "{\"ask\":\"recv\",\"of\":1,\"i", "but then the end of the recording"},
		{ask_bytes, "{\"ask\":\"recv\",\"of\":3,\"room\":5,\"bytes\":\"\"}\n", "now \"room\":4"},
		{ask_bytes, "{\"ask\":\"recv\",\"of\":3,\"room\":4,\"bytes\":\"12345\"}\n",
			"now fewer bytes"},
		{ask_bytes, "{\"ask\":\"recv\",\"of\":3,\"room\":4,\"bytes\":\"\\u00\"}\n", "now a byte"},
		{ask_bytes, "{\"ask\":\"recv\",\"of\":3,\"room\":4,\"bytes\":\"1234\n", "now \""},
		{end_at_once, "{\"ask\":\"clock\",\"of\":0,\"is\":1}\n",
			"now the end of the program, but then {\"ask\":\"clock\""},
	};
	struct child_end child;
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(text, sizeof text, "{\"world\":1,\"holds\":\"\"}\n%s", cases[i].line);
		write_file(text);
		in_child(cases[i].fn, &child);
		assert_int_equal(WEXITSTATUS(child.status), 2);
		if (!strstr(child.text, cases[i].words))
			fail_msg("no \"%s\" in: %s", cases[i].words, child.text);
	}
}

/* ---- the loop's own ---- */

static struct watch end;
static struct offload jobs[2];

static void say_ready(struct watch *w)
{
	say("ready%u", w->ready);
}

static void work(struct offload *job)
{
	(void)job;
	assert_false(world_replays()); /* no helper runs there */
}

static void say_finished(struct offload *job)
{
	say("job%d", (int)(job - jobs));
}

static void say_signal(int signo)
{
	say("signal%d", signo);
}

/* A pipe, two jobs and a signal, or what a file tells of them. */
static void run_program(bool for_real)
{
	int ends[2] = {WORLD_FD, WORLD_FD};

	assert_int_equal(loop_open(LOOP_REAL), 0);
	loop_on_signal(SIGINT, say_signal);
	assert_int_equal(for_real ? raise(SIGINT) : 0, 0);
	loop_on_signal(SIGQUIT, say_signal); /* this one is heard for real in a replay, too */
	assert_int_equal(raise(SIGQUIT), 0);
	assert_true(loop_run_once()); /* though nothing but the signal could happen */
	assert_int_equal(for_real ? pipe(ends) : 0, 0);
	end = (struct watch){.fd = ends[0], .on_ready = say_ready};
	assert_int_equal(loop_watch(&end), 0);
	for (int i = 0; i < 2; i++) {
		jobs[i] = (struct offload){.work = work, .finish = say_finished};
		assert_int_equal(offload_start(&jobs[i]), 0);
	}
	assert_int_equal(for_real ? write(ends[1], "", 1) : 1, 1);
	while (loop.waiting)
		assert_true(loop_run_once());
	loop_unwatch(&end);
	loop_close();
	if (for_real && close(ends[0]) == 0)
		close(ends[1]);
}

static void events_jobs_signals_and_times_come_back_without_a_kernel(void **state)
{
	char first[256];
	int64_t then;

	(void)state;
	world_record(path, "a loop");
	run_program(true);
	then = loop.now;
	world_close();
	take_said(first, sizeof first);
	assert_true(strstr(first, "ready1") && strstr(first, "job1") && strstr(first, "signal"));
	world_replay(path);
	run_program(false);
	assert_true(loop.now == then);
	assert_int_equal(world_close(), 0);
	assert_said(first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(only_its_owner_reads_it_even_if_it_stood_there_before),
		CLOSED(every_byte_comes_back),
		CLOSED(what_is_hidden_is_as_many_x),
		CLOSED(numbers_and_flags_come_back),
		CLOSED(an_event_record_may_come_or_go),
		CLOSED(what_is_no_recording_is_refused),
		CLOSED(what_differs_ends_the_program_and_names_the_line),
		CLOSED(events_jobs_signals_and_times_come_back_without_a_kernel),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
