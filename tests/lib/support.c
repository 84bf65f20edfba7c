/* support.c - see support.h. */
#include "tests/lib/support.h"
#include "coro/watch/debug.h"
#include "coro/watch/watch.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static char said[16384];
static int fds_before;

/* ---- a fresh loop ---- */

int count_open_fds(void)
{
	enum { HIGHEST = 1024 };
	int count = 0;

	for (int fd = 0; fd < HIGHEST; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

int open_none(void **state)
{
	(void)state;
	signal(SIGINT, SIG_DFL); /* a shell ignores it for tests in the background */
	debug_mode.on = false;
	watch_open();
	say_nothing();
	fds_before = count_open_fds();
	return 0;
}

int open_virtual(void **state)
{
	open_none(state);
	debug_mode.on = true; /* on this clock only clock_spend makes a step slow */
	debug_mode.out = tmpfile();
	watch_open();
	return loop_open(LOOP_VIRTUAL);
}

const char *reports(void)
{
	static char text[4096];

	if (!debug_mode.out)
		return "";
	rewind(debug_mode.out);
	text[fread(text, 1, sizeof text - 1, debug_mode.out)] = '\0';
	return text;
}

static void close_reports(void)
{
	if (debug_mode.out)
		fclose(debug_mode.out);
	debug_mode.on = false;
	debug_mode.out = NULL;
}

int open_real(void **state)
{
	open_none(state);
	return loop_open(LOOP_REAL);
}

int close_empty(void **state)
{
	(void)state;
	if (loop.is_open) {
		assert_int_equal(loop.timers.count, 0);
		assert_int_equal(loop.nready, 0);
		assert_int_equal(loop.waiting, 0);
		assert_int_equal(loop.listening, 0);
		assert_int_equal(loop.watched, 0);
	}
	assert_true(list_empty(&task_all));
	assert_null(task_running);
	if (debug_mode.on && (strstr(reports(), "pausing") || strstr(reports(), "ring")))
		fail_msg("%s", reports());
	close_reports();
	loop_close();
	assert_int_equal(count_open_fds(), fds_before);
	return 0;
}

/* ---- the log ---- */

void say(const char *format, ...)
{
	size_t used = strlen(said);
	va_list args;

	if (used > 0 && used < sizeof said - 1)
		said[used++] = ' ';
	va_start(args, format);
	vsnprintf(said + used, sizeof said - used, format, args);
	va_end(args);
}

void say_nothing(void)
{
	memset(said, 0, sizeof said);
}

void take_said(char *text, size_t room)
{
	snprintf(text, room, "%s", said);
	say_nothing();
}

void assert_said_at(const char *expected, const char *file, int line)
{
	_assert_string_equal(said, expected, file, line);
	say_nothing();
}

int now_ms(void)
{
	return (int)(loop.now / NS_PER_MS);
}

int64_t next_due(void)
{
	return loop.timers.count ? loop.timers.heap[0].due : INT64_MAX;
}

/* ---- workers ---- */

void drive(void)
{
	while (loop_run_once())
		;
}

async nap(const struct napper *self)
{
	ASYNC(enum status err);
	AWAIT_CATCH_ALL(my->err, sleep_for(self->ms * NS_PER_MS));
	if (my->err && self->cleanup_ms)
		AWAIT(sleep_for(self->cleanup_ms * NS_PER_MS));
	say("%s%s", self->name, my->err ? "!" : "");
	if (my->err && !self->swallows)
		ASYNC_RAISE(my->err);
	ASYNC_RAISE(self->outcome);
	ASYNC_END;
}

static void cancel_now(struct timer *t)
{
	task_cancel(container_of(t, struct canceller, timer)->task);
}

void cancel_at(struct canceller *self, struct task *t, int ms)
{
	*self = (struct canceller){.task = t};
	timer_start(&self->timer, ms * NS_PER_MS, cancel_now);
}

/* ---- children ---- */

static _Noreturn void be_child(int (*fn)(void), int err)
{
	struct rlimit no_core = {0, 0};

	setrlimit(RLIMIT_CORE, &no_core); /* its aborts are intended */
	dup2(err, STDERR_FILENO);
	close(err);
	_exit(fn());
}

void in_child(int (*fn)(void), struct child_end *end)
{
	size_t used = 0;
	ssize_t got;
	int pipe_ends[2];
	pid_t child;

	assert_false(loop.is_open); /* if the child closed it, our own watches would end */
	assert_int_equal(pipe(pipe_ends), 0);
	fflush(NULL);
	child = fork();
	if (child == 0) {
		close(pipe_ends[0]);
		be_child(fn, pipe_ends[1]);
	}
	close(pipe_ends[1]);
	while ((got = read(pipe_ends[0], end->text + used, sizeof end->text - 1 - used)) > 0)
		used += (size_t)got;
	end->text[used] = '\0';
	close(pipe_ends[0]);
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &end->status, 0), child);
}

void assert_aborts(int (*fn)(void), const char *const words[])
{
	struct child_end end;

	in_child(fn, &end);
	for (int i = 0; words[i]; i++)
		if (!strstr(end.text, words[i]))
			fail_msg("no \"%s\" in: %s", words[i], end.text);
	assert_true(WIFSIGNALED(end.status));
	assert_int_equal(WTERMSIG(end.status), SIGABRT);
}
