/* options.c - the command line, read by a table: one line per option.
 *
 * getopt_long would do it, but POSIX does not have it, and under strict POSIX flags no system declares it. */
#include "demo/options.h"
#include "demo/text.h"
#include "loop/loop.h"
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#define FIELD(name) offsetof(struct options, name)

/* One screen: 24 lines of 80 columns with the usage line before it. A default stands in parentheses. */
static const char help_text[] =
	"Asks genderize.io for the likely gender of each NAME, or line of standard input.\n"
	"Names are personal data, and the answer is a guess: no fact about a person.\n"
	"  --url URL            the service (https://api.genderize.io)\n"
	"  --cacert FILE        trust the CAs in this PEM file instead of the system's\n"
	"  --country CC         the country the names are from, two letters (any)\n"
	"  --limit N            connections at once, 1 to 10000 (100)\n"
	"  --rate R[/BURST]     requests a second, BURST of them at once (no bound; 1)\n"
	"  --batch N            names in a request, 1 to 10 (1)\n"
	"  --retries N          of a request, if the trouble may pass, 0 to 100 (3)\n"
	"  --timeout S          seconds for a whole request (300)\n"
	"  --connect-timeout S  seconds for its connection, TLS included (30)\n"
	"  --apikey KEY         seen by all users in ps: better set $GENDERIZE_APIKEY\n"
	"  --format FORMAT      table, jsonl or csv (table on a terminal, else jsonl)\n"
	"  --ordered            print in the order of the input, not as answers arrive\n"
	"  --sync               one name after the other, as genderize_sync does it\n"
	"  --kitchen            ask a kitchen in this process; --virtual: without waiting\n"
	"  --record FILE        write what the event loop does to FILE, as JSON lines\n"
	"  --explain            tell on stderr what the event loop did, line by line\n"
	"  --timing             tell on stderr where the time went\n"
	"  --progress           count on stderr even if that is not a terminal\n"
	"  --help               print this text\n"
	"Environment: GENDERIZE_APIKEY, the key; NO_COLOR, not empty: print no colours.\n"
	"Exit status: 0 all answered, 1 some failed, 2 wrong usage, 130 Ctrl-C.\n";

/* Each setter puts value into the field and tells whether it is what the table says it must be. A value
 * that is missing altogether comes as "", which only a switch accepts: so no setter needs to know of that
 * case. */

static bool set_switch(void *field, const char *value)
{
	return *(bool *)field = *value == '\0';
}

static bool set_text(void *field, const char *value)
{
	*(const char **)field = value;
	return *value != '\0';
}

/* strtol alone would take " +7", and stop without complaint at the x of "0x". */
static bool set_whole(void *field, const char *value, long least, long most)
{
	char *end;
	long number = *(long *)field = strtol(value, &end, 10);

	return isdigit((unsigned char)*value) && *end == '\0' && number >= least && number <= most;
}

static bool set_limit(void *field, const char *value)
{
	return set_whole(field, value, 1, OPTIONS_LIMIT_MAX);
}

static bool set_batch(void *field, const char *value)
{
	return set_whole(field, value, 1, OPTIONS_BATCH_MAX);
}

static bool set_retries(void *field, const char *value)
{
	return set_whole(field, value, 0, 100);
}

/* R, or R/BURST. An earlier --rate's BURST does not last. */
static bool set_rate(void *field, const char *value)
{
	struct options *self = container_of(field, struct options, rate);
	size_t len = strcspn(value, "/");
	char rate[32];

	snprintf(rate, sizeof rate, "%.*s", (int)len, value);
	return len < sizeof rate && text_number(rate, 0.001, 1000000, field) &&
	       set_whole(&self->burst, value[len] ? value + len + 1 : "1", 1, 1000000);
}

static bool set_seconds(void *field, const char *value)
{
	return text_number(value, 0.001, 86400, field);
}

/* Any two letters: which of them are countries (ISO 3166-1) changes, and the service knows it. */
static bool set_country(void *field, const char *value)
{
	*(const char **)field = value;
	return isalpha((unsigned char)value[0]) && isalpha((unsigned char)value[1]) && value[2] == '\0';
}

static bool set_format(void *field, const char *value)
{
	static const char *const names[] = {"", "table", "jsonl", "csv"}; /* in the order of enum format */
	enum format format = FORMAT_CSV;

	while (format > FORMAT_AUTO && strcmp(value, names[format]) != 0)
		format--;
	*(enum format *)field = format;
	return format != FORMAT_AUTO;
}

static const char no_value[] = "wanted, it takes no value";

static const struct option {
	const char *name;
	const char *wants; /* what its value must be, as it stands in a refusal behind "is not" */
	bool (*set)(void *field, const char *value);
	size_t field; /* where its value goes in struct options */
} table[] = {
	{"--url", "a URL", set_text, FIELD(url)},
	{"--cacert", "a file name", set_text, FIELD(cacert)},
	{"--country", "a country code of two letters", set_country, FIELD(country)},
	{"--limit", "a whole number from 1 to 10000", set_limit, FIELD(limit)},
	{"--rate", "a number from 0.001 to 1000000, or two with a / between them", set_rate, FIELD(rate)},
	{"--batch", "a whole number from 1 to 10", set_batch, FIELD(batch)},
	{"--retries", "a whole number from 0 to 100", set_retries, FIELD(retries)},
	{"--timeout", "a number of seconds from 0.001 to 86400", set_seconds, FIELD(timeout_s)},
	{"--connect-timeout", "a number of seconds from 0.001 to 86400", set_seconds,
		FIELD(connect_timeout_s)},
	{"--apikey", "a key", set_text, FIELD(apikey)},
	{"--format", "table, jsonl or csv", set_format, FIELD(format)},
	{"--ordered", no_value, set_switch, FIELD(ordered)},
	{"--sync", no_value, set_switch, FIELD(sync)},
	{"--progress", no_value, set_switch, FIELD(progress)},
	{"--timing", no_value, set_switch, FIELD(timing)},
	{"--kitchen", no_value, set_switch, FIELD(kitchen)},
	{"--virtual", no_value, set_switch, FIELD(is_virtual)},
	{"--explain", no_value, set_switch, FIELD(explain)},
	{"--record", "a file name", set_text, FIELD(record)},
	{"--help", no_value, set_switch, FIELD(help)},
	{NULL, NULL, NULL, 0},
};

/* Prints "program: what: 'text' is not wanted", and returns false. The text may hold anything. */
static bool refuse(
	const struct options *self, const char *what, struct slice text, const char *is, const char *wanted)
{
	fprintf(stderr, "%s: %s: '", self->program, what);
	text_print(stderr, text);
	fprintf(stderr, "' %s%s\n", is, wanted);
	return false;
}

/* Takes the option at argv[*at], and its value from behind the = or from the next argument. */
static bool take_option(struct options *self, char **argv, int *at)
{
	const char *argument = argv[*at], *equals = strchr(argument, '='), *value = equals ? equals + 1 : "";
	struct slice name = {argument, equals ? (size_t)(equals - argument) : strlen(argument)};
	const struct option *option = table;

	while (option->name && !slice_equal(name, slice_of(option->name)))
		option++;
	/* Of what is not known only the name is repeated: behind a misspelt --apikey= stands a secret. */
	if (!option->name)
		return refuse(self, "unknown option", name, "(--help lists them)", "");
	/* As with getopt_long, the next argument is the value even if it looks like an option. */
	if (!equals && option->set != set_switch && argv[*at + 1])
		value = argv[++*at];
	if (!option->set((char *)self + option->field, value))
		return refuse(self, option->name, slice_of(value), "is not ", option->wants);
	return true;
}

/* A control character in a name is a slip of the pen or of a file's format. It could do no harm: names are
 * percent-encoded for the request and made harmless when printed. */
const char *name_problem(const char *name)
{
	if (strlen(name) > OPTIONS_NAME_MAX)
		return "is longer than 255 bytes";
	for (const unsigned char *c = (const unsigned char *)name; *c; c++)
		if (*c < 0x20 || *c == 0x7F || (*c == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0))
			return "has a control character in it";
	return NULL;
}

/* Rounded up, so that there are never more than R in a second. */
void options_limiter(const struct options *self, struct limiter *limiter)
{
	int64_t interval = self->rate > 0 ? (int64_t)((double)NS_PER_S / self->rate + 0.999) : 0;

	limiter_init(limiter, self->rate > 0, interval, (uint32_t)self->burst);
}

/* `genderize --help | head -1` is no error; a full disk is one. */
static int print_help(const struct options *self)
{
	/* stdout may write at once (a terminal) or only when flushed (a pipe): either can fail. */
	bool written = printf("Usage: %s [options] [--] [NAME...]\n%s", self->program, help_text) >= 0;

	if ((written && fflush(stdout) == 0) || errno == EPIPE)
		return 0;
	perror(self->program);
	return 1;
}

/* The article's service; for the rest aiohttp's values, so that a comparison with it is fair. */
static void set_defaults(struct options *self, const char *path)
{
	const char *slash = strrchr(path, '/'), *key = getenv("GENDERIZE_APIKEY");

	*self = (struct options){
		.program = slash ? slash + 1 : path,
		.url = "https://api.genderize.io",
		.apikey = key && *key ? key : NULL,
		.limit = 100,
		.batch = 1,
		.retries = -1,
		.burst = 1,
		.timeout_s = 300,
		.connect_timeout_s = 30,
	};
}

/* Takes the name at *at, and moves it to those before it, at the front of argv; what stood there moves one
 * place back, and is not lost. Names are not looked at any further: what a name may be is the service's
 * business. */
static bool take_name(struct options *self, char **at)
{
	char *name = *at, **place = self->names + self->nnames;
	const char *problem = name_problem(name);

	/* Told by its number: printed, a name that is too long would bury the message. */
	if (problem)
		fprintf(stderr, "%s: name %d %s\n", self->program, self->nnames + 1, problem);
	memmove(place + 1, place, (size_t)(at - place) * sizeof *place);
	self->names[self->nnames++] = name;
	return !problem;
}

int options_parse(struct options *self, int argc, char **argv)
{
	bool good = true, only_names = false;

	set_defaults(self, argc > 0 ? argv[0] : "genderize");
	/* The names gather in argv itself, among what has been read already: so no other memory is needed. */
	self->names = argv + 1;
	for (int i = 1; i < argc && good; i++) {
		if (only_names || argv[i][0] != '-')
			good = take_name(self, argv + i);
		else if (strcmp(argv[i], "--") == 0)
			only_names = true;
		else
			good = take_option(self, argv, &i);
	}
	if (!good)
		return 2;
	return self->help ? print_help(self) : OPTIONS_RUN;
}
