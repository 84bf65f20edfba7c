/* options.h - the command line that genderize and genderize_sync share. */
#ifndef DEMO_OPTIONS_H
#define DEMO_OPTIONS_H

#include "http/limiter.h"

#include <stdbool.h>

enum {
	OPTIONS_RUN = -1,          /* options_parse: nothing stands in the way, go on */
	OPTIONS_LIMIT_MAX = 10000, /* connections at once */
	OPTIONS_BATCH_MAX = 10,    /* names in one request */
	OPTIONS_NAME_MAX = 255     /* bytes of one name */
};

enum format {
	FORMAT_AUTO, /* table on a terminal, else jsonl: report_open decides */
	FORMAT_TABLE,
	FORMAT_JSONL,
	FORMAT_CSV
};

struct options {
	const char *program;      /* for messages: argv[0] without its folders */
	const char *url;          /* never NULL, not yet parsed */
	const char *cacert;       /* file of trusted CAs; NULL: the system's */
	const char *apikey;       /* --apikey, else $GENDERIZE_APIKEY; NULL: none. A secret: never print it */
	const char *country;      /* two letters, as typed; NULL: any */
	const char *record;       /* file for the event record; NULL: none */
	long limit;               /* connections at once, 1 to OPTIONS_LIMIT_MAX */
	long batch;               /* names in a request, 1 to OPTIONS_BATCH_MAX */
	long retries;             /* of a request, 0 to 100; -1: not said */
	double rate;              /* requests a second; 0: as many as there are */
	long burst;               /* … of which so many at once */
	double timeout_s;         /* for a whole request */
	double connect_timeout_s; /* for its connection */
	bool ordered, sync, progress, timing, explain, help;
	bool kitchen, is_virtual; /* a kitchen in this process; and the virtual clock for both */
	enum format format;
	char **names; /* as given, in order, none with a name_problem */
	int nnames;   /* 0: read them from standard input */
};

/* Reads the command line. Names and options may be mixed; of a repeated option the last counts; after "--"
 * all are names. Returns OPTIONS_RUN, or the status to exit with: 0 after --help, printed on stdout; 2
 * after a wrong usage, explained on stderr; 1 when the help could not be written. The strings stay argv's
 * and the environment's; the names are gathered in argv itself, whose order changes. argv ends with NULL,
 * as main's does. */
int options_parse(struct options *self, int argc, char **argv);

/* --rate as a token bucket of its own; without one it lets everybody pass. */
void options_limiter(const struct options *self, struct limiter *limiter);

/* What keeps name from being asked for ("is longer than 255 bytes"), or NULL. For lines of standard input
 * too. An empty name and bytes that are not UTF-8 are left to the service, which has an answer for each. */
const char *name_problem(const char *name);

#endif
