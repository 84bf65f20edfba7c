/* report.h - prints for a person, or for the next program in the pipe: answers, failures, progress, the time.
 *
 * SIGPIPE must be ignored: else the program would be killed when its reader goes away, before it has closed
 * its connections. */
#ifndef DEMO_GENDERIZE_REPORT_H
#define DEMO_GENDERIZE_REPORT_H

#include "demo/genderize/row.h"
#include "demo/output.h"
#include <stddef.h>
#include <stdint.h>

struct report {
	struct output out;
	bool out_is_tty, bold;
	enum format format; /* never FORMAT_AUTO */
	long total;         /* names to ask for; -1: not known. The caller may set it at any time */
	long answered, failed;
	int error; /* errno of the first failed write to out, which has been reported */
	bool header_printed;
	const char *hinted; /* the last hint */

	bool ordered;
	char **ring;     /* the row of place i of the input is at i % capacity; NULL: not there yet */
	size_t capacity; /* grows with the distance from the first unfinished name to the last finished one */
	long next;       /* the first place that is not printed yet */

	bool progress;           /* is there a progress line at all? */
	bool progress_shown;     /* it is on the screen, with the cursor at its start */
	long progress_drawn;     /* the number of names that it shows */
	int64_t progress_due_ns; /* not drawn again before that time */
};

/* Starts a report. Rows go to the descriptor out, which stays the caller's, all else to stderr ("err" here).
 * FORMAT_AUTO is resolved here. A progress line is drawn if err_is_tty; bold type is used if out_is_tty and
 * NO_COLOR is unset or empty (no-color.org). */
void report_open(struct report *self, const struct options *options, int out, bool out_is_tty, bool err_is_tty);

/* The name at place index of the input (from 0, each place once) was answered: prints the row, or, with
 * --ordered, keeps it until all places before it are settled. answer may be changed afterwards. If out is
 * watched, the row may still wait in it: call output_drain before the next answer, so that memory stays
 * bounded. */
void report_answer(struct report *self, long index, const struct answer *answer);

/* The name at place index failed: prints "program: name: reason" on err at once; it holds back no later
 * row. */
void report_failure(struct report *self, long index, const char *name, const char *reason);

/* Prints "program: name: text" on err, without the name if it is NULL; control characters are made
 * harmless. All messages between report_open and report_close go through this: a plain fprintf would mix
 * with the progress line. Prints nothing once the reader of out has gone. */
void report_note(struct report *self, const char *name, const char *text);

/* The same for a hint what to do about failures; not if it is the last hint again. NULL: nothing. */
void report_hint(struct report *self, const char *hint);

/* Draws the progress line if there is one and it is outdated, but at most every 50 ms. now_ns: any
 * clock that never goes back. Call it at the start and after each answer, or periodically. */
void report_progress(struct report *self, int64_t now_ns);

/* True if the reader of out has gone (EPIPE), as with `| head`: the program should stop, without a message.
 * After any other failed write, which has been reported on err, only `error` is set; the program should
 * stop then, too. */
bool report_broken(const struct report *self);

/* Prints the rows that are still held back, in order; erases the progress line; prints "Time taken: 0.12
 * seconds" (on out for a table on a terminal, else on err, apart from the data); frees the memory. Returns
 * the exit status: 0 if all names were answered or the reader has gone, 1 if a name or a write failed. */
int report_close(struct report *self, double seconds);

#endif
