/* explain_run.h - a program's own --explain: its run is recorded, and told in words when the program ends. */
#ifndef DEMO_VIEW_EXPLAIN_RUN_H
#define DEMO_VIEW_EXPLAIN_RUN_H

#include <stdio.h>

/* Records from now on, into a file without a name, and calls explain_end when the program ends. To be called
 * before async_run, with no other record open. If it fails, it says so on stderr and the program goes on. */
void explain_begin(FILE *out);

/* Closes the record, unless the program has done that, and prints it on out in three columns (explain.h); the
 * second time it does nothing. What went wrong is said on stderr. */
void explain_end(void);

#endif
