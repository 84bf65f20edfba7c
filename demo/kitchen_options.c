/* kitchen_options.c - the kitchen's command line. */
#include "demo/kitchen.h"
#include "demo/text.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
	"Usage: kitchen [options]\n"
	"Serves a genderize API on localhost, with made-up figures, over HTTPS. When it listens it\n"
	"prints one line: its URL, and the file of the throwaway CA that a client must trust.\n"
	"\n"
	"  --port N               port, 0 for any that is free (0)\n"
	"  --plain                http instead of https\n"
	"  --cook MS[-MS]         how long an answer takes, or a range to draw from (100)\n"
	"  --chefs N              how many answers cook at once, 0 for no bound (0)\n"
	"  --fail STATUS:PERCENT  answer that often with that status instead (none)\n"
	"  --quota N              names until the API says 429, 0 for no bound (0)\n"
	"  --tls-dir DIR          where CA, certificate and key are kept (a temporary folder)\n"
	"  --seed N               for all that is drawn by lot (1)\n"
	"  --help                 print this text\n"
	"\n"
	"SIGTERM or Ctrl-C ends it. Exit status: 0, or 1 if it could not serve, 2 wrong usage.\n";

static bool read_number(const char *text, double low, double high, double *out)
{
	return text && text_number(text, low, high, out);
}

static bool read_cook(struct kitchen_options *o, char *text)
{
	char *dash = strchr(text, '-');
	double low = 0, high = 0;
	bool good;

	if (dash)
		*dash = '\0';
	good = read_number(text, 0, 3600000, &low) && read_number(dash ? dash + 1 : text, low, 3600000, &high);
	if (dash)
		*dash = '-'; /* as it was: a refusal repeats it */
	if (!good)
		return false;
	o->cook_min_ns = (int64_t)(low * NS_PER_MS);
	o->cook_max_ns = (int64_t)(high * NS_PER_MS);
	return true;
}

static bool read_fail(struct kitchen_options *o, char *text)
{
	char *colon = strchr(text, ':');
	double status = 0;
	bool good;

	if (!colon)
		return false;
	*colon = '\0';
	good = read_number(text, 400, 599, &status) && read_number(colon + 1, 0, 100, &o->fail_percent);
	*colon = ':';
	if (!good)
		return false;
	o->fail_status = (int)status;
	return true;
}

/* Takes the option and its value. False: no such option, or not such a value. */
static bool take_option(struct kitchen_options *o, const char *name, char *value)
{
	double number = 0;

	if (strcmp(name, "--cook") == 0)
		return read_cook(o, value);
	if (strcmp(name, "--fail") == 0)
		return read_fail(o, value);
	if (strcmp(name, "--tls-dir") == 0)
		o->tls_dir = value;
	else if (!read_number(value, 0, 1e9, &number) || number != (double)(long)number)
		return false;
	else if (strcmp(name, "--port") == 0 && number < 65536)
		o->port = (unsigned)number;
	else if (strcmp(name, "--chefs") == 0)
		o->chefs = (unsigned)number;
	else if (strcmp(name, "--quota") == 0)
		o->quota = (long)number;
	else if (strcmp(name, "--seed") == 0)
		o->seed = (uint64_t)number;
	else
		return false;
	return true;
}

int kitchen_options_parse(struct kitchen_options *o, char **argv)
{
	*o = (struct kitchen_options){
		.cook_min_ns = 100 * NS_PER_MS, .cook_max_ns = 100 * NS_PER_MS, .seed = 1};
	for (int i = 1; argv[i]; i++) {
		if (strcmp(argv[i], "--help") == 0)
			return fputs(help, stdout) < 0 || fflush(stdout) != 0;
		if (strcmp(argv[i], "--plain") == 0) {
			o->plain = true;
		} else if (!argv[i + 1] || !take_option(o, argv[i], argv[i + 1])) {
			fprintf(stderr,
				"kitchen: %s%s%s: not an option, or not a value for it (--help lists them)\n",
				argv[i], argv[i + 1] ? " " : "", argv[i + 1] ? argv[i + 1] : "");
			return 2;
		} else {
			i++;
		}
	}
	return -1;
}
