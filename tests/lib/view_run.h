/* view_run.h - what the tests of the views read: the record of a real run, and files in a folder of their
 * own. */
#ifndef TESTS_LIB_VIEW_RUN_H
#define TESTS_LIB_VIEW_RUN_H

#include "tests/lib/process.h"

#include <stdlib.h>
#include <unistd.h>

enum { VIEW_CLIENTS_MAX = 1000 };

/* The folder, with a folder src in it: from view_open to view_close, a group's setup and teardown. */
extern char view_folder[];
int view_open(void **state);
int view_close(void **state);

/* The folder's path of a file; valid until the third call after this. */
const char *view_path(const char *name);

/* Writes a text into a file; reads a whole file, whose text is to be freed. */
void view_write(const char *name, const char *text);
char *view_read(const char *name);

/* Writes the record of a run, on the virtual clock, with that many clients, and a worker that waits for
 * them. */
void view_record(const char *name, int clients);

#endif
