/* process.h - runs the programs of this tree as a shell does: starts them, feeds them, reads what they print,
 * and kills what takes too long.
 *
 * A test that fails leaves its processes behind; process_kill_all, the teardown of a group, ends them, and so
 * does the end of the test program. */
#ifndef TESTS_LIB_PROCESS_H
#define TESTS_LIB_PROCESS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

#include <cmocka.h>

#include "loop/clock.h"

/* One whom we wait for longer than so many seconds is killed, and the test fails. */
enum { PROCESS_TEXT_MAX = 131072, PROCESS_SECONDS = 20 };

struct process_text { /* what it has printed so far, with a NUL behind it */
	size_t len;
	char at[PROCESS_TEXT_MAX];
};

struct process {
	/* In, until they are changed: how many files it may have open (0: as many as we may); one more
	 * variable of its environment, "NAME=value", or several with a blank between them; where its
	 * input comes from and its output goes, if not from and to us; whether all three are one
	 * terminal, whose other side is out. memory, where files is 0: kilobytes of addresses, 0 for no bound. */
	unsigned files, memory;
	const char *variable, *input_file, *output_file;
	bool on_terminal;

	pid_t pid;        /* 0: it does not run */
	int in, out, err; /* our ends of its pipes; -1: closed */
	int status;       /* when it has ended: its exit status, or 128 and the signal that killed it */
	int64_t deadline; /* of the present wait */
	size_t seen;      /* of its output, by process_line */
	struct process_text output, errors;
};

/* To be called first, with main's argv[0]: the programs lie in the folder above that of the test. */
void process_find(const char *test);

/* Starts the program named by the first word, with the others as arguments; words are separated by one
 * blank each. The rest of the environment holds nothing that the programs look at, but for a terminal's
 * TERM, and a locale of UTF-8. */
__attribute__((format(printf, 2, 3))) void process_start(struct process *self, const char *command, ...);

/* Writes to its standard input, which must have room for it; and ends that. */
void process_feed(struct process *self, const char *bytes, size_t len);
void process_close_input(struct process *self);

/* Waits for the next line of its output, and returns it without its LF; NULL: there is none any more. Valid
 * until the next call. */
const char *process_line(struct process *self);

/* Waits until these words stand in its output. False: it has ended without them. */
bool process_until(struct process *self, const char *words);

/* Stops reading its output, as `head` does. */
void process_close_output(struct process *self);

/* Ends its input, waits until it has ended, and returns its status. */
int process_finish(struct process *self);

/* process_start and process_finish, with the text as its input. */
__attribute__((format(printf, 3, 4))) int process_run(
	struct process *self, const char *input, const char *command, ...);

/* Fails unless its errors are this text, and "Time taken: N.NN seconds" behind it. */
static inline void assert_errors(const struct process *self, const char *text)
{
	size_t len = strlen(text);
	int whole, end = 0;

	if (strncmp(self->errors.at, text, len) == 0)
		sscanf(self->errors.at + len, "Time taken: %d.%*2[0-9] seconds\n%n", &whole, &end);
	if (!end || self->errors.at[len + (size_t)end])
		fail_msg("errors are: %s", self->errors.at);
}

/* A group's teardown. */
int process_kill_all(void **state);

/* Seconds on a clock that goes on steadily, for how long something took. */
static inline double seconds_now(void)
{
	return (double)clock_monotonic() / NS_PER_S;
}

#endif
