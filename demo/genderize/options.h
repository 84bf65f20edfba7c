/* options.h - the command line that genderize and genderize_sync share. */
#ifndef DEMO_GENDERIZE_OPTIONS_H
#define DEMO_GENDERIZE_OPTIONS_H

#include "demo/arguments.h"
#include "http/limiter.h"

enum { OPTIONS_NAME_MAX = 255 /* bytes of one name */, OPTIONS_BATCH_MAX = 10 };

enum format {
	FORMAT_AUTO, /* table on a terminal, else jsonl: report_open decides */
	FORMAT_TABLE,
	FORMAT_JSONL,
	FORMAT_CSV
};

extern const char options_service[]; /* the URL, if none is given */

struct options {
	const char *program;      /* for messages: argv[0] without its folders */
	const char *url;          /* options_service, or another; never NULL, not yet parsed */
	const char *cacert;       /* file of trusted CAs; NULL: the system's */
	const char *apikey;       /* --apikey, else $GENDERIZE_APIKEY; NULL: none. A secret, never printed */
	const char *country;      /* two letters, as typed; NULL: any */
	const char *record;       /* file for the event record; NULL: none */
	long limit;               /* connections at once, 1 to 10000 */
	long batch;               /* names in a request, 1 to 10 */
	long retries;             /* of a request, 0 to 100; -1: not given */
	double rate;              /* requests a second; 0: no bound */
	long burst;               /* … how many of them at once */
	double timeout_s;         /* for a whole request */
	double connect_timeout_s; /* for its connection */
	bool ordered, progress, timing;
	bool kitchen, is_virtual; /* a kitchen in this process; on the virtual clock */
	enum format format;
	const char *const *names; /* as given, in order, none with a name_problem */
	int nnames;               /* 0: read them from standard input */
};

/* Reads the command line as arguments_read does, and refuses a name that has a name_problem. `names` points
 * into argv. */
int options_parse(struct options *self, int argc, char **argv);

/* Makes a token bucket for --rate; without --rate its limiter never makes a task wait. */
void options_limiter(const struct options *self, struct limiter *limiter);

/* Why a name cannot be asked for ("is longer than 255 bytes"), or NULL; for the command line and for standard
 * input. An empty name, and bytes that are not UTF-8, are sent: the service has an answer for each. */
const char *name_problem(const char *name);

#endif
