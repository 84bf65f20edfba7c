/* arguments.h - the command line of every program here: a table tells what may stand on it.
 *
 * Options and other words may be mixed; of a repeated option the last counts; behind "--" nothing is an
 * option. "--limit 5" and "--limit=5", "-o FILE" and "-oFILE" are the same, and so are "-iI" and "-i -I". */
#ifndef DEMO_ARGUMENTS_H
#define DEMO_ARGUMENTS_H

#include "http/parse/slice.h"

enum { ARGUMENTS_RUN = -1, ARGUMENTS_WRONG = 2 };

struct option {
	const char *name, *help; /* as the help has them: "--limit N", "-o FILE", or "--table", which is a switch. help NULL:
				    another row tells of it */
	const char *wants;       /* what its value must be: it "is not" that; NULL: it is a switch */
	bool (*set)(const struct option *self, const char *value, void *field); /* false: value is not that */
	size_t field;       /* where in the program's own struct: an offset */
	double least, most; /* of a number */
	bool secret;        /* a refusal does not repeat its value */
	bool last;
};

/* The rest of an option's line in the table, by the type of its field in OWNER, the program's own struct:
 * another type does not compile. CHOICE is for an enum: the words of a list such as "table, jsonl or csv"
 * count from 1. */
#define SWITCH(name)       .field = OPTION_FIELD(bool, name)
#define TEXT(name, is)     OWN(const char *, name, option_text, is)
#define PATH(name)         TEXT(name, "a file name")
#define CHOICE(name, list) OWN(unsigned, name, option_choice, list)
#define WHOLE(name, low, high)                                                                               \
	OWN(long, name, option_whole, "a whole number from " #low " to " #high), .least = low, .most = high
#define SECONDS(name, high)                                                                                  \
	OWN(double, name, option_number, "a number of seconds from 0.001 to " #high), .least = 0.001, .most = high
#define OWN(type, name, setter, is) .wants = is, .set = setter, .field = OPTION_FIELD(type, name)

#define OPTION_FIELD(type, name) (offsetof(OWNER, name) + 0 * sizeof((type *)0 == &((OWNER *)0)->name))
#define OPTION_HELP              {"--help", "print this text", .last = true}

/* Their setters. A value that is missing comes as "", which none of them takes. */
bool option_text(const struct option *self, const char *value, void *field);
bool option_whole(const struct option *self, const char *value, void *field);
bool option_number(const struct option *self, const char *value, void *field);
bool option_choice(const struct option *self, const char *value, void *field);

struct arguments {
	const char *help;             /* what stands behind "Usage: PROGRAM ", up to the list of options */
	const struct option *options; /* the last is OPTION_HELP */
	int width;                    /* of the names in that list; 0: the help has none */
	const char *more;             /* the help behind the list; NULL: nothing */
	const char *others;           /* what the words are that are no options: "URL" */
	int least, most;              /* how many of them there may be */
	int unwritten;                /* the status to exit with if standard output cannot be written; 0: 1 */
};

/* Reads the command line into the program's own struct. The other words are gathered behind argv[0], in
 * their order, and *argc becomes their number and 1; what stood there moves back, and is not lost. argv ends
 * with NULL, as main's does, and the strings stay its own.
 *
 * Returns ARGUMENTS_RUN, or the status to exit with: 0 after --help, printed on stdout; 2 after a wrong
 * usage, explained on stderr. */
int arguments_read(const struct arguments *self, void *into, int *argc, char **argv);

/* Prints "program: what: why", without the one that is NULL, nor the program before its command line was read. They
 * may hold anything. Returns 1. */
int arguments_complain(const char *what, const char *why);

/* Would the file out, once it is opened for writing, destroy the regular file in? in NULL: what standard input reads. It
 * looks at the files, not at their names: a link is found, too. True: explained on stderr. */
bool arguments_overwrite(const char *out, const char *in);

/* argv[0] without its folders: what messages begin with. */
const char *arguments_program(char **argv);

/* `unwritten` of the command line that was read. For streams.c. */
extern int arguments_unwritten;

#endif
