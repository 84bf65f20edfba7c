/* lines.h - names out of a text as people's programs write it: one on each line, and nothing around it.
 *
 * Windows ends a line with CR LF, and begins a file with a byte order mark; a spreadsheet's one column may have quotes
 * around a cell, those inside doubled, and separators for the empty cells beside it; DOS ends a text with ^Z. Blanks
 * and tabs around a name, and empty lines, are none of its. A text of UTF-16, which spreadsheets write too, says so at
 * its beginning, and is refused. */
#ifndef DEMO_GENDERIZE_LINES_H
#define DEMO_GENDERIZE_LINES_H

#include "demo/genderize/options.h"

struct lines { /* all zero at the beginning of a text */
	size_t len;                      /* of the present line so far */
	bool begun;                      /* no byte order mark can come any more */
	const char *problem;             /* why no further name can be taken, or NULL */
	char name[OPTIONS_NAME_MAX + 4]; /* with quotes; what is longer is cut where name_problem sees it */
};

/* Takes the next byte; EOF: there is none any more. True: name is the next name. Valid until the next call. */
bool lines_take(struct lines *self, int c);

#endif
