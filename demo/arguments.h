/* arguments.h - the command line of every program here: a table lists the options it accepts.
 *
 * Options and other words may come in any order; the last of a repeated option counts; after "--" no word is
 * an option. "--limit 5" means "--limit=5", "-o FILE" means "-oFILE", and "-iI" means "-i -I". */
#ifndef DEMO_ARGUMENTS_H
#define DEMO_ARGUMENTS_H

#include "http/parse/slice.h"

enum { ARGUMENTS_RUN = -1, ARGUMENTS_WRONG = 2 };

struct option {
	const char *name, *help; /* as --help prints them: "--limit N", "-o FILE", or "--table", which is a switch. help NULL:
				    another row describes it */
	const char *wants;       /* what its value must be, to complete "is not …"; NULL: it is a switch */
	bool (*set)(const struct option *self, const char *value, void *field); /* false: refused */
	size_t field;       /* offset in the program's own struct */
	double least, most; /* bounds of a number */
	bool secret;        /* a refusal does not repeat its value */
	bool last;
};

/* The rest of an option's row, by the type of its field in OWNER, the program's own struct: a field of
 * another type does not compile. CHOICE is for an enum: the words of a list such as "table, jsonl or csv" are
 * numbered from 1. */
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

/* The setters of these. A missing value is passed as "", which each of them refuses. */
bool option_text(const struct option *self, const char *value, void *field);
bool option_whole(const struct option *self, const char *value, void *field);
bool option_number(const struct option *self, const char *value, void *field);
bool option_choice(const struct option *self, const char *value, void *field);

struct arguments {
	const char *help;             /* the help after "Usage: PROGRAM ", up to the list of options */
	const struct option *options; /* the last is OPTION_HELP */
	int width;                    /* columns for the names in that list; 0: there is no list */
	const char *more;             /* the help after the list; NULL: none */
	const char *others;           /* what the other words are, such as "URL" */
	int least, most;              /* how many other words there may be */
	int unwritten;                /* the exit status if standard output cannot be written; 0 means 1 */
};

/* Reads the command line into the program's own struct. The other words are moved to the front, right after
 * argv[0], in their order, and *argc becomes 1 plus their number; the options move behind them. argv must end
 * with NULL, as main's does. No string is copied.
 *
 * Returns ARGUMENTS_RUN, or the status to exit with: 0 after --help, which is printed on stdout; 2 after
 * wrong usage, which is explained on stderr. */
int arguments_read(const struct arguments *self, void *into, int *argc, char **argv);

/* Prints "program: what: why" on stderr. A part that is NULL is left out; so is the program's name until its
 * command line has been read. The texts may hold anything. Returns 1. */
int arguments_complain(const char *what, const char *why);

/* True if out and in are the same regular file, so that writing to out would destroy what is read; explained
 * on stderr then. in NULL: standard input. Device and inode are compared, not names, so a link is found as
 * well. */
bool arguments_overwrite(const char *out, const char *in);

/* argv[0] without its folders: messages begin with it. */
const char *arguments_program(char **argv);

/* `unwritten` of the command line that was read. For streams.c. */
extern int arguments_unwritten;

#endif
