/* process.c - see process.h. */
#define _XOPEN_SOURCE 700 /* terminals: posix_openpt and its companions */
#include "tests/lib/process.h"
#include "loop/clock.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS_MAX = 1200, SHELL_WORDS = 3, COMMAND_MAX = 16384, LIVING_MAX = 32 };

static char folder[512] = ".";
static pid_t living[LIVING_MAX];

/* ---- the living processes ---- */

static void replace_living(pid_t old, pid_t new)
{
	int i = 0;

	while (i < LIVING_MAX - 1 && living[i] != old)
		i++;
	living[i] = new;
}

static void kill_all(void)
{
	for (int i = 0; i < LIVING_MAX; i++) {
		if (living[i] && kill(living[i], SIGKILL) == 0)
			waitpid(living[i], NULL, 0);
		living[i] = 0;
	}
}

int process_kill_all(void **state)
{
	(void)state;
	kill_all();
	return 0;
}

void process_find(const char *test)
{
	const char *slash = strrchr(test, '/');

	snprintf(folder, sizeof folder, "%.*s..", slash ? (int)(slash + 1 - test) : 0, test);
	atexit(kill_all);
	signal(SIGPIPE, SIG_IGN); /* a program need not read its input to the end */
}

/* ---- start ---- */

struct plan { /* what the child process will be */
	char path[600];
	char command[COMMAND_MAX];
	char *words[SHELL_WORDS + WORDS_MAX];
	char **argv; /* the program's, after room for a shell's words */
	int ends[3]; /* its standard input, output and errors */
};

static void split(struct plan *plan)
{
	int count = 0;
	char *rest;

	plan->argv = plan->words + SHELL_WORDS;
	for (char *word = strtok_r(plan->command, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		assert_in_range(count, 0, WORDS_MAX - 2);
		plan->argv[count++] = word;
	}
	plan->argv[count] = NULL;
	snprintf(plan->path, sizeof plan->path, "%s/%s", folder, plan->argv[0]);
	plan->argv[0] = plan->path; /* as in a shell */
}

static void make_pipe(int *reader, int *writer)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	*reader = ends[0];
	*writer = ends[1];
}

static void use_file(int *end, const char *path, int how)
{
	if (!path)
		return;
	close(*end);
	*end = open(path, how | O_CLOEXEC);
	assert_true(*end >= 0);
}

static void open_pipes(struct process *self, struct plan *plan)
{
	make_pipe(&plan->ends[0], &self->in);
	make_pipe(&self->out, &plan->ends[1]);
	make_pipe(&self->err, &plan->ends[2]);
	use_file(&plan->ends[0], self->input_file, O_RDONLY);
	use_file(&plan->ends[1], self->output_file, O_WRONLY);
}

static void open_terminal(struct process *self, struct plan *plan)
{
	self->out = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(self->out >= 0);
	fcntl(self->out, F_SETFD, FD_CLOEXEC);
	assert_int_equal(grantpt(self->out), 0);
	assert_int_equal(unlockpt(self->out), 0);
	plan->ends[0] = open(ptsname(self->out), O_RDWR | O_NOCTTY | O_CLOEXEC);
	plan->ends[1] = dup(plan->ends[0]);
	plan->ends[2] = dup(plan->ends[0]);
	self->in = self->err = -1;
}

static void set_environment(const struct process *self)
{
	static char variables[512];
	char *rest;

	unsetenv("GENDERIZE_APIKEY");
	unsetenv("NO_COLOR");
	unsetenv("CONNECT_TO");
	unsetenv("SSL_CERT_FILE");
	setenv("TERM", "xterm", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	if (!self->variable)
		return;
	strncpy(variables, self->variable, sizeof variables - 1);
	for (char *one = strtok_r(variables, " ", &rest); one; one = strtok_r(NULL, " ", &rest))
		putenv(one);
}

/* Set by a shell: under valgrind, a limit that we set would apply to valgrind only. */
static void limit(struct plan *plan, const struct process *self)
{
	static char words[SHELL_WORDS][64] = {"sh", "-c"};
	char option = self->files ? 'n' : 'v';

	snprintf(words[2], sizeof words[2], "ulimit -%c %u && exec \"$0\" \"$@\"", option,
		self->files ? self->files : self->memory);
	for (int i = 0; i < SHELL_WORDS; i++)
		plan->words[i] = words[i];
	execv("/bin/sh", plan->words);
}

static _Noreturn void become(const struct process *self, struct plan *plan)
{
	for (int i = 0; i < 3; i++)
		dup2(plan->ends[i], i);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGINT, SIG_DFL); /* a shell that runs us in the background ignores it */
	set_environment(self);
	if (self->files || self->memory)
		limit(plan, self);
	execv(plan->path, plan->argv);
	perror(plan->path);
	_exit(127);
}

static void start(struct process *self, const char *command, va_list values)
{
	static struct plan plan;

	self->seen = self->output.len = self->errors.len = 0;
	self->output.at[0] = self->errors.at[0] = '\0';
	assert_in_range(
		vsnprintf(plan.command, sizeof plan.command, command, values), 1, sizeof plan.command - 1);
	split(&plan);
	if (self->on_terminal)
		open_terminal(self, &plan);
	else
		open_pipes(self, &plan);
	self->pid = fork();
	if (self->pid == 0)
		become(self, &plan);
	assert_true(self->pid > 0);
	replace_living(0, self->pid);
	for (int i = 0; i < 3; i++)
		close(plan.ends[i]);
}

void process_start(struct process *self, const char *command, ...)
{
	va_list values;

	va_start(values, command);
	start(self, command, values);
	va_end(values);
}

/* ---- talk ---- */

static void close_end(int *end)
{
	if (*end >= 0)
		close(*end);
	*end = -1;
}

void process_feed(struct process *self, const char *bytes, size_t len)
{
	assert_int_equal(write(self->in, bytes, len), len);
}

void process_close_input(struct process *self)
{
	close_end(&self->in);
}

void process_close_output(struct process *self)
{
	close_end(&self->out);
}

/* If the other side of a terminal is closed, read fails with EIO; a pipe would report its end. */
static void take(int *end, struct process_text *text)
{
	ssize_t got = read(*end, text->at + text->len, sizeof text->at - 1 - text->len);

	if (got <= 0)
		close_end(end);
	else
		text->len += (size_t)got;
	text->at[text->len] = '\0';
}

static void be_patient(struct process *self)
{
	self->deadline = clock_monotonic() + PROCESS_SECONDS * NS_PER_S;
}

/* Waits until it prints more. False: it has closed both ends, or we have. */
static bool listen_on(struct process *self)
{
	struct pollfd ends[] = {{self->out, POLLIN, 0}, {self->err, POLLIN, 0}};
	int64_t left = self->deadline - clock_monotonic();

	if (self->out < 0 && self->err < 0)
		return false;
	if (left <= 0 || poll(ends, 2, (int)(left / NS_PER_MS) + 1) == 0) {
		kill(self->pid, SIGKILL);
		fail_msg("takes too long; output: %s\nerrors: %s", self->output.at, self->errors.at);
	}
	if (ends[0].revents)
		take(&self->out, &self->output);
	if (ends[1].revents)
		take(&self->err, &self->errors);
	return true;
}

bool process_until(struct process *self, const char *words)
{
	be_patient(self);
	while (!strstr(self->output.at, words))
		if (!listen_on(self))
			return false;
	return true;
}

const char *process_line(struct process *self)
{
	static char line[1024];
	const char *end;
	size_t len;

	be_patient(self);
	while (!(end = strchr(self->output.at + self->seen, '\n')) && self->out >= 0)
		listen_on(self);
	if (!end)
		return NULL;
	len = (size_t)(end - self->output.at) - self->seen;
	snprintf(line, sizeof line, "%.*s", (int)len, self->output.at + self->seen);
	self->seen += len + 1;
	return line;
}

int process_finish(struct process *self)
{
	int status;

	be_patient(self);
	close_end(&self->in);
	while (listen_on(self))
		;
	assert_int_equal(waitpid(self->pid, &status, 0), self->pid);
	replace_living(self->pid, 0);
	self->pid = 0;
	self->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	return self->status;
}

int process_run(struct process *self, const char *input, const char *command, ...)
{
	va_list values;

	va_start(values, command);
	start(self, command, values);
	va_end(values);
	process_feed(self, input, strlen(input));
	return process_finish(self);
}
