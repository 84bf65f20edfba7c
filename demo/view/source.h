/* source.h - the source files that a record names: which of them may be opened.
 *
 * A record may come from anybody, attached to a bug report, and what is drawn from it may go to anybody. So nothing
 * in it is trusted: not to end (/dev/zero), not to answer (a FIFO), and not to be a source (/etc/passwd). */
#ifndef DEMO_VIEW_SOURCE_H
#define DEMO_VIEW_SOURCE_H

#include "http/parse/slice.h"

#include <stdbool.h>
#include <stdio.h>

enum { SOURCE_MAX = 1 << 20 }; /* bytes of a source file */

/* May a file of this name be opened? It ends in .c or .h, is relative, and holds no "..". */
bool source_may_be(struct slice name);

/* Opens a file below folder for reading: one that source_may_be, is regular, has at most SOURCE_MAX bytes, and lies
 * behind no symbolic link. NULL: it is none of these, or cannot be opened. Never waits. */
FILE *source_open(const char *folder, struct slice name);

#endif
