/* row.h - one answer as one line: for people, for programs, for spreadsheets.
 *
 * table  columns that need no look at later rows; control characters shown as \xNN
 * jsonl  one JSON object with the keys name, gender, probability, count, in this order
 * csv    RFC 4180, but lines end in LF alone: cut, awk and sort would take a CR for a part of the last
 *        column, and every spreadsheet reads both
 *
 * jsonl and csv give the data as they are. So a name like "=1+1" stays what it is, and who opens the csv in a
 * spreadsheet, which takes that for a formula, imports the column as text. */
#ifndef DEMO_GENDERIZE_ROW_H
#define DEMO_GENDERIZE_ROW_H

#include "demo/genderize/options.h"

struct answer {
	const char *name;   /* at most OPTIONS_NAME_MAX bytes, as gender */
	const char *gender; /* NULL: the service does not know, which is an answer too */
	double probability; /* 0 to 1 */
	long long count;    /* how many people the guess rests on */
};

/* The line above the first row: "" for jsonl, which has none. */
const char *row_header(enum format format);

/* Returns the line with its LF, to be freed by the caller; NULL when there is no memory. The format is not
 * AUTO. */
char *row_make(enum format format, const struct answer *answer);

#endif
