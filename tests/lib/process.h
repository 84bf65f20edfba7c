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

/* If a wait for a process takes longer, the process is killed, and the test fails. */
enum { PROCESS_TEXT_MAX = 131072, PROCESS_SECONDS = 20 };

struct process_text { /* what it has printed so far, then a NUL */
	size_t len;
	char at[PROCESS_TEXT_MAX];
};

struct process {
	/* In; they last until they are changed. files: how many it may open (0: as many as we may). variable:
	 * "NAME=value" for its environment, or several, separated by blanks. input_file, output_file: if not
	 * ours. on_terminal: all three streams are one terminal, whose other side is out. memory: kilobytes
	 * of address space, if files is 0; 0: no bound. */
	unsigned files, memory;
	const char *variable, *input_file, *output_file;
	bool on_terminal;

	pid_t pid;        /* 0: it does not run */
	int in, out, err; /* our ends of its pipes; -1: closed */
	int status;       /* when it has ended: its exit status, or 128 and the signal that killed it */
	int64_t deadline; /* of the current wait */
	size_t seen;      /* bytes of its output that process_line has returned */
	struct process_text output, errors;
};

/* Call it first, with main's argv[0]: the programs are in the folder above that of the test. */
void process_find(const char *test);

/* Starts the program that the first word names, with the other words as arguments; one blank separates two
 * words. Its environment holds nothing that the programs read, except TERM on a terminal, and a UTF-8
 * locale. */
__attribute__((format(printf, 2, 3))) void process_start(struct process *self, const char *command, ...);

/* Writes to its standard input, which must have room for it. process_close_input ends it. */
void process_feed(struct process *self, const char *bytes, size_t len);
void process_close_input(struct process *self);

/* Waits for the next line of its output, and returns it without its LF; NULL: there is no more. Valid
 * until the next call. */
const char *process_line(struct process *self);

/* Waits until these words are in its output. False: it has ended without them. */
bool process_until(struct process *self, const char *words);

/* Stops reading its output, as `head` does. */
void process_close_output(struct process *self);

/* Ends its input, waits until it has ended, and returns its exit status. */
int process_finish(struct process *self);

/* process_start and process_finish, with the text as its input. */
__attribute__((format(printf, 3, 4))) int process_run(
	struct process *self, const char *input, const char *command, ...);

/* Fails unless its errors are this text, followed by "Time taken: N.NN seconds". */
static inline void assert_errors(const struct process *self, const char *text)
{
	size_t len = strlen(text);
	int whole, end = 0;

	if (strncmp(self->errors.at, text, len) == 0)
		sscanf(self->errors.at + len, "Time taken: %d.%*2[0-9] seconds\n%n", &whole, &end);
	if (!end || self->errors.at[len + (size_t)end])
		fail_msg("errors are: %s", self->errors.at);
}

/* The teardown of a group. */
int process_kill_all(void **state);

/* Seconds on a steady clock, to measure how long something took. */
static inline double seconds_now(void)
{
	return (double)clock_monotonic() / NS_PER_S;
}

#endif
