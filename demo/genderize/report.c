/* report.c - prints rows on out, in the wanted order, and everything else on err; on a terminal it keeps the
 * two apart.
 *
 * A whole row is first made in memory and then written by one call. So a row that --ordered held back takes
 * the same path as a row that is printed at once, and a write either happened or failed. */
#include "demo/genderize/report.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { RING_FIRST = 16, PROGRESS_NS = 50000000 };

void report_open(struct report *self, const struct options *options, int out, bool out_is_tty, bool err_is_tty)
{
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
	/* Every terminal understands \r and \033[K, except one inside an editor, whose TERM is "dumb". */
	bool can_escape = term && strcmp(term, "dumb") != 0;

	*self = (struct report){
		.out_is_tty = out_is_tty,
		.bold = out_is_tty && can_escape && !(no_color && *no_color),
		.format = options->format,
		.total = -1,
		.ordered = options->ordered,
		.progress = err_is_tty && can_escape,
		.progress_due_ns = INT64_MIN,
	};
	output_open(&self->out, out);
	if (self->format == FORMAT_AUTO)
		self->format = out_is_tty ? FORMAT_TABLE : FORMAT_JSONL;
}

/* ------------------------------------------------------------------- err: progress and messages */

/* Erases the progress line, to make room for other output. */
static void wipe_progress(struct report *self)
{
	if (self->progress_shown)
		fputs("\r\033[K", stderr);
	fflush(stderr);
	self->progress_shown = false;
}

/* The cursor goes back to the start of the line: so other output on this terminal, of the last program of a
 * pipe or the echo of Ctrl-C, overwrites the line instead of following it. */
static void draw_progress(struct report *self)
{
	long settled = self->answered + self->failed;

	if (self->total >= 0)
		fprintf(stderr, "  %ld of %ld", settled, self->total);
	else
		fprintf(stderr, "  %ld answered", self->answered);
	if (self->failed)
		fprintf(stderr, ", %ld failed", self->failed);
	fputs("\r", stderr);
	fflush(stderr);
	self->progress_shown = true;
	self->progress_drawn = settled;
}

/* A terminal may be slow, and nobody reads more than 20 lines a second, so the line is drawn at most every 50
 * ms. But after a row or a message it is drawn again at once, or it would flicker. */
void report_progress(struct report *self, int64_t now_ns)
{
	bool drawn = self->progress_shown && self->progress_drawn == self->answered + self->failed;

	if (!self->progress || drawn || now_ns < self->progress_due_ns)
		return;
	wipe_progress(self);
	draw_progress(self);
	self->progress_due_ns = now_ns + PROGRESS_NS;
}

void report_note(struct report *self, const char *name, const char *text)
{
	bool shown = self->progress_shown;

	if (report_broken(self))
		return;
	wipe_progress(self);
	arguments_complain(name, text);
	if (shown)
		draw_progress(self);
}

void report_hint(struct report *self, const char *hint)
{
	if (hint && hint != self->hinted)
		report_note(self, NULL, hint);
	self->hinted = hint ? hint : self->hinted;
}

/* ------------------------------------------------------------------- out: rows */

bool report_broken(const struct report *self)
{
	return self->out.error == EPIPE;
}

/* Remembers and reports the first failed write; later ones would only repeat it. That the reader has gone is
 * no failure, and report_note prints nothing then. */
static void fail_write(struct report *self, int error)
{
	char text[128];

	if (self->error)
		return;
	self->error = error;
	snprintf(text, sizeof text, "cannot write: %s", strerror(error));
	report_note(self, NULL, text);
}

static void write_out(struct report *self, const char *line)
{
	/* On a terminal the progress line stands where the row will be printed; a row for a file or a pipe
	 * does not touch it. */
	bool in_the_way = self->out_is_tty && self->progress_shown;
	int error;

	if (self->error || *line == '\0')
		return;
	if (in_the_way)
		wipe_progress(self);
	/* Written at once if possible: the reader may be a person, or a program that acts on each row. */
	error = output_add(&self->out, slice_of(line));
	if (!error && self->out_is_tty)
		error = output_flush(&self->out); /* before the progress line is drawn there */
	if (error)
		fail_write(self, error);
	if (in_the_way)
		draw_progress(self);
}

/* Called before the first row, not at the start: if every name fails, no empty table is printed. */
static void write_header(struct report *self)
{
	char line[64];

	if (self->header_printed)
		return;
	self->header_printed = true;
	snprintf(line, sizeof line, self->bold && self->format == FORMAT_TABLE ? "\033[1m%s\033[0m" : "%s",
		row_header(self->format));
	write_out(self, line);
}

static char no_row[] = ""; /* the row of a name that failed */

/* Prints a row and frees it. */
static void write_row(struct report *self, char *line)
{
	if (!line || line == no_row)
		return;
	write_header(self);
	write_out(self, line);
	free(line);
}

/* ------------------------------------------------------------------- the order of the input */

/* The ring is a window on the input that begins at next. All before it has been printed and freed, so
 * places i and i + capacity can share a slot. */
static char **place(const struct report *self, long index)
{
	return &self->ring[(size_t)index % self->capacity];
}

/* Makes the ring wide enough for all places from next to index. False: out of memory. */
static bool widen_ring(struct report *self, long index)
{
	size_t distance = (size_t)(index - self->next),
	       capacity = self->capacity ? self->capacity : RING_FIRST;
	char **ring;

	if (distance < self->capacity)
		return true;
	/* The capacity doubles, so each row is moved about once, however large the ring gets. */
	while (capacity <= distance)
		capacity *= 2;
	ring = calloc(capacity, sizeof *ring);
	if (!ring)
		return false;
	for (long i = self->next; i < self->next + (long)self->capacity; i++)
		ring[(size_t)i % capacity] = *place(self, i);
	free(self->ring);
	self->ring = ring;
	self->capacity = capacity;
	return true;
}

/* Prints the row at next, if there is one, and moves next to the following place. */
static void release_next(struct report *self)
{
	char **row = place(self, self->next++);

	write_row(self, *row);
	*row = NULL;
}

/* A failure has its place, too: else it would hold back all rows after it. */
static void settle(struct report *self, long index, char *line)
{
	if (!self->ordered || !widen_ring(self, index)) {
		if (self->ordered)
			fail_write(self, ENOMEM);
		write_row(self, line);
		return;
	}
	*place(self, index) = line;
	while (*place(self, self->next))
		release_next(self);
}

void report_answer(struct report *self, long index, const struct answer *answer)
{
	char *line = row_make(self->format, answer);

	self->answered++;
	if (!line)
		fail_write(self, ENOMEM);
	settle(self, index, line ? line : no_row);
}

void report_failure(struct report *self, long index, const char *name, const char *reason)
{
	self->failed++;
	report_note(self, name, reason);
	settle(self, index, no_row);
}

/* ------------------------------------------------------------------- the end */

int report_close(struct report *self, double seconds)
{
	char line[64];

	/* Rows after an unfinished name are printed as well: after Ctrl-C no answer may be lost. */
	for (size_t i = 0; i < self->capacity; i++)
		release_next(self);
	free(self->ring);
	self->ring = NULL;
	self->capacity = 0;
	/* A csv without rows still needs its header; a table without rows does not. */
	if (self->format == FORMAT_CSV)
		write_header(self);
	if (output_flush(&self->out))
		fail_write(self, self->out.error);
	wipe_progress(self);
	snprintf(line, sizeof line, "Time taken: %.2f seconds\n", seconds);
	if (self->out_is_tty && self->format == FORMAT_TABLE)
		write_out(self, line);
	else if (!report_broken(self))
		fputs(line, stderr);
	output_free(&self->out);
	return !report_broken(self) && (self->error || self->failed);
}
