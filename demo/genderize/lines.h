/* lines.h - reads names, one on each line, from a text as editors and spreadsheets write it.
 *
 * Windows ends a line with CR LF and begins a file with a byte order mark. A spreadsheet with one column may
 * put quotes around a cell, doubling those inside, and separators for the empty cells beside it. DOS ends a
 * text with ^Z. All of this is removed, and so are blanks and tabs around a name, and empty lines.
 * Spreadsheets also write UTF-16; its first two bytes tell, and it is refused. */
#ifndef DEMO_GENDERIZE_LINES_H
#define DEMO_GENDERIZE_LINES_H

#include "demo/genderize/options.h"

struct lines { /* all zero before the first byte */
	size_t len;                      /* bytes of the current line so far */
	bool begun;                      /* a byte order mark can no longer come */
	const char *problem;             /* why no further name can be read, or NULL */
	char name[OPTIONS_NAME_MAX + 4]; /* room for quotes, and for one byte that makes it too long */
};

/* Takes the next byte, or EOF at the end. True: `name` holds the next name, until the next call. */
bool lines_take(struct lines *self, int c);

#endif
