/* source.h - opens the source files that a record names, if they may be opened.
 *
 * A record may come from a stranger, attached to a bug report, and the page that is made from it may go to
 * strangers. So a path in it is not trusted: it may never end (/dev/zero), block (a FIFO), or be private
 * (/etc/passwd). */
#ifndef DEMO_VIEW_SOURCE_H
#define DEMO_VIEW_SOURCE_H

#include "http/parse/slice.h"

#include <stdbool.h>
#include <stdio.h>

enum { SOURCE_MAX = 1 << 20 }; /* bytes of a source file */

/* May a file of this name be opened? It ends in .c or .h, is relative, and holds no "..". */
bool source_may_be(struct slice name);

/* Opens a file below folder for reading, if source_may_be allows its name, it is a regular file of at most
 * SOURCE_MAX bytes, and no symbolic link leads to it. NULL: it is refused, or cannot be opened. Never
 * blocks. */
FILE *source_open(const char *folder, struct slice name);

#endif
