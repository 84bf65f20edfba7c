/* options.c - the command line of genderize and genderize_sync, as a table. */
#include "demo/genderize/options.h"
#include "demo/text.h"
#include "loop/loop.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

/* R, or R/BURST. Without BURST it is 1, even if an earlier --rate had one. */
static bool set_rate(const struct option *option, const char *value, void *field)
{
	struct options *self = container_of(field, struct options, rate);
	const struct option burst = {.least = 1, .most = 1000000};
	const char *end = text_number_end(value, 0.001, 1000000, &self->rate);

	(void)option;
	self->burst = 1;
	return end && (*end == '\0' || (*end == '/' && option_whole(&burst, end + 1, &self->burst)));
}

/* Any two letters: the list of countries (ISO 3166-1) changes, and the service checks it. */
static bool set_country(const struct option *option, const char *value, void *field)
{
	return option_text(option, value, field) && isalpha((unsigned char)value[0]) &&
	       isalpha((unsigned char)value[1]) && value[2] == '\0';
}

const char options_service[] = "https://api.genderize.io"; /* the article's */

#define OWNER struct options

static const struct option table[] = {
	{"--url URL", "the service (https://api.genderize.io)", TEXT(url, "a URL")},
	{"--cacert FILE", "trust the CAs in this PEM file instead of the system's", PATH(cacert)},
	{"--country CC", "the country the names are from, two letters (any)",
		OWN(const char *, country, set_country, "a country code of two letters")},
	{"--limit N", "connections at once, 1 to 10000 (100)", WHOLE(limit, 1, 10000)},
	{"--rate R[/BURST]", "requests a second, BURST of them at once (no bound; 1)",
		OWN(double, rate, set_rate, "a number from 0.001 to 1000000, or two with a / between them")},
	{"--batch N", "names in a request, 1 to 10 (1)", WHOLE(batch, 1, 10)},
	{"--retries N", "of a request, if the trouble may pass, 0 to 100 (3)", WHOLE(retries, 0, 100)},
	{"--timeout S", "seconds for a whole request (300)", SECONDS(timeout_s, 86400)},
	{"--connect-timeout S", "seconds for its connection, TLS included (30)",
		SECONDS(connect_timeout_s, 86400)},
	{"--apikey KEY", "seen by all users in ps: better set $GENDERIZE_APIKEY", TEXT(apikey, "a key"),
		.secret = true},
	{"--format FORMAT", "table, jsonl or csv (table on a terminal, else jsonl)",
		CHOICE(format, "table, jsonl or csv")},
	{"--ordered", "print in the order of the input, not as answers arrive", SWITCH(ordered)},
	{"--kitchen", "ask a kitchen in this process; --virtual: without waiting", SWITCH(kitchen)},
	{"--virtual", NULL, SWITCH(is_virtual)},
	{"--record FILE", "write what the event loop does to FILE, as JSON lines", PATH(record)},
	{"--timing", "tell where the time went", SWITCH(timing)},
	{"--progress", "count on stderr even if that is not a terminal", SWITCH(progress)},
	OPTION_HELP,
};

/* It fits one screen of 24 lines and 80 columns. Defaults stand in parentheses. */
static const struct arguments arguments = {
	.help = "[options] [--] [NAME...]\n"
		"Asks genderize.io for the likely gender of each NAME, or line of standard input.\n"
		"Names are personal data, and the answer is a guess: no fact about a person.\n",
	.options = table, .width = 21,
	.more = "genderize_sync asks one by one, without --batch, --kitchen, --rate, --retries.\n"
		"csv has each name as it is: a spreadsheet may take one for a formula.\n"
		"Environment: GENDERIZE_APIKEY, the key; NO_COLOR, not empty: print no colours.\n"
		"Exit status: 0 all answered, 1 some failed, 2 wrong usage, 130 Ctrl-C.\n",
	.most = INT_MAX,
};

/* A control character in a name is a typing mistake, or comes from a wrong file format. It would do no harm:
 * names are percent-encoded in requests and made harmless when printed. */
const char *name_problem(const char *name)
{
	if (strlen(name) > OPTIONS_NAME_MAX)
		return "is longer than 255 bytes";
	for (const unsigned char *c = (const unsigned char *)name; *c; c++)
		if (*c < 0x20 || *c == 0x7F || (*c == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0))
			return "has a control character in it";
	return NULL;
}

/* The interval is rounded up, so there are never more than R requests in a second. */
void options_limiter(const struct options *self, struct limiter *limiter)
{
	int64_t interval = self->rate > 0 ? (int64_t)((double)NS_PER_S / self->rate + 0.999) : 0;

	limiter_init(limiter, self->rate > 0, interval, (uint32_t)self->burst);
}

int options_parse(struct options *self, int argc, char **argv)
{
	const char *key = getenv("GENDERIZE_APIKEY"), *problem = NULL;
	int status;

	/* The defaults are aiohttp's, so that a comparison is fair. */
	*self = (struct options){
		.program = arguments_program(argv),
		.url = options_service, .apikey = key && *key ? key : NULL, .limit = 100,
		.batch = 1, .retries = -1, .burst = 1, .timeout_s = 300, .connect_timeout_s = 30,
	};
	status = arguments_read(&arguments, self, &argc, argv);
	self->names = (const char *const *)argv + 1;
	for (; status == ARGUMENTS_RUN && !problem && self->nnames < argc - 1; self->nnames++)
		problem = name_problem(self->names[self->nnames]);
	if (!problem)
		return status;
	/* Reported by its number: the name may be too long to print. */
	fprintf(stderr, "%s: name %d %s\n", self->program, self->nnames, problem);
	return ARGUMENTS_WRONG;
}
