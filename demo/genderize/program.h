/* program.h - what both genderize programs do before and around their work: the duties of a command, not
 * the article's. */
#ifndef DEMO_GENDERIZE_PROGRAM_H
#define DEMO_GENDERIZE_PROGRAM_H

#include "demo/genderize/options.h"
#include "demo/genderize/report.h"

/* Checks URL and certificate file, takes the article's five names if there are none and standard input is a
 * terminal, raises the limit of open files to what is allowed, ignores SIGPIPE (a reader that goes away is an
 * error of write), opens the record and the report. Returns ARGUMENTS_RUN, or the status to exit with,
 * explained on stderr. */
int program_begin(struct options *options, struct report *report);

/* Closes both. Returns the exit status; after Ctrl-C (interrupted: a signal's number) 128 + that. */
int program_end(struct report *report, double seconds, int interrupted);

#endif
