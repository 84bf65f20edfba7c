/* row.h - one answer as one line, for people, for programs, for spreadsheets.
 *
 * table  columns of a fixed width, since later rows are not known; control characters shown as \xNN
 * jsonl  one JSON object with the keys name, gender, probability, count, in this order
 * csv    RFC 4180, but lines end in LF alone: cut, awk and sort would take a CR for a part of the last
 *        column, and every spreadsheet reads both
 *
 * jsonl and csv hold the data unchanged. So a name like "=1+1" stays as it is. A spreadsheet takes it for a
 * formula, unless you import the column as text. */
#ifndef DEMO_GENDERIZE_ROW_H
#define DEMO_GENDERIZE_ROW_H

#include "demo/genderize/options.h"

struct answer {
	const char *name;   /* at most OPTIONS_NAME_MAX bytes; gender, too */
	const char *gender; /* NULL: the service does not know; that is an answer, too */
	double probability; /* 0 to 1 */
	long long count;    /* how many people the guess is based on */
};

/* The line above the first row: "" for jsonl, which has none. */
const char *row_header(enum format format);

/* Returns the line with its LF; the caller frees it. NULL: out of memory. format must not be
 * FORMAT_AUTO. */
char *row_make(enum format format, const struct answer *answer);

#endif
