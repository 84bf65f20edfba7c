/* program.h - what both genderize programs do before and after their work: the duties of a command, which the
 * article's programs do not have. */
#ifndef DEMO_GENDERIZE_PROGRAM_H
#define DEMO_GENDERIZE_PROGRAM_H

#include "demo/genderize/options.h"
#include "demo/genderize/report.h"

/* Checks URL and certificate file. Takes the article's five names if there are none and standard input is a
 * terminal. Raises the limit of open files, ignores SIGPIPE (write returns EPIPE instead), and opens the
 * record and the report. Returns ARGUMENTS_RUN, or the status to exit with, explained on stderr. */
int program_begin(struct options *options, struct report *report);

/* Closes report and record, after ns of work. Returns the exit status: 128 + interrupted if that is a
 * signal's number, not 0. */
int program_end(struct report *report, int64_t ns, int interrupted);

#endif
