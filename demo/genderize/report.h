/* report.h - what a person or the next program in the pipe gets to see: answers, failures, progress, the
 * time.
 *
 * SIGPIPE must be ignored, or a reader that goes away ends the program before it has closed its
 * connections. */
#ifndef DEMO_GENDERIZE_REPORT_H
#define DEMO_GENDERIZE_REPORT_H

#include "demo/genderize/row.h"
#include "demo/output.h"
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A finished row that waits for its turn. */
struct held {
	char *line;   /* owned; NULL: a failure, nothing is printed in its place */
	bool settled; /* answered or failed */
};

struct report {
	const char *program;
	struct output *out;
	FILE *err;
	bool out_is_tty, bold;
	enum format format; /* never FORMAT_AUTO */
	long total;         /* names to ask for; -1 while unknown. The caller may set it at any time */
	long answered, failed;
	int error; /* errno of the first failed write to out, once it has been told */
	bool header_printed;
	const char *hinted; /* the last hint */

	bool ordered;
	struct held *ring; /* place i of the input stands at i % capacity */
	size_t capacity; /* grows with the distance from the first unfinished name to the last finished one */
	long next;       /* the first place that has not been printed */

	bool progress;           /* is there a progress line at all? */
	bool progress_shown;     /* it stands on the screen now, the cursor at its start */
	long progress_drawn;     /* the number of names that it told when drawn */
	int64_t progress_due_ns; /* not drawn again before */
};

/* Starts a report for options, on streams that stay the caller's. The format is resolved here; a progress
 * line is drawn if err_is_tty, and bold type used if out_is_tty and NO_COLOR is unset or empty
 * (no-color.org). */
void report_open(struct report *self, const struct options *options, struct output *out, bool out_is_tty,
	FILE *err, bool err_is_tty);

/* The name at place index of the input (from 0, each place once) was answered: prints the row, or, with
 * --ordered, keeps it until all places before it are settled. Nothing of answer is needed afterwards. If out is
 * watched, the row may wait there: output_drain waits for a slow reader, and then more is to be answered. */
void report_answer(struct report *self, long index, const struct answer *answer);

/* The name at place index failed: prints "program: name: reason" on err at once, and lets later rows pass. */
void report_failure(struct report *self, long index, const char *name, const char *reason);

/* Prints "program: name: text" on err, without the name if it is NULL, and with control characters made
 * harmless. For whatever else is to be said between report_open and report_close: a plain fprintf would run
 * into the progress line. Silent once the reader of out has gone. */
void report_note(struct report *self, const char *name, const char *text);

/* The same for what can be done about failures: only once in a row. NULL: nothing. */
void report_hint(struct report *self, const char *hint);

/* Draws the progress line if there is one and it is out of date, but at most every 50 ms. now_ns is any
 * clock that does not go back. To be called at the start and after each answer, or now and then. */
void report_progress(struct report *self, int64_t now_ns);

/* True when the reader of out has gone (EPIPE), as `| head` does when it has enough: time to stop, without
 * a complaint. After any other failed write, which has been explained on err, only error is set: time to
 * stop too. */
bool report_broken(const struct report *self);

/* Prints the rows still held back, in order, wipes the progress line, prints "Time taken: 0.12 seconds" (on
 * out for a table on a terminal, else on err, so that data stay data) and gives the memory back. Returns
 * the exit status: 0 when all names were answered or the reader has gone, 1 when a name or a write failed. */
int report_close(struct report *self, double seconds);

#endif
