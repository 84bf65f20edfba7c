/* arguments.c - reads a command line by a table with one row for each option.
 *
 * getopt_long would do, but it is not in POSIX, and under strict POSIX flags no system declares it. */
#include "demo/arguments.h"
#include "demo/text.h"
#include "http/parse/take.h"
#include "http/parse/url.h"

#include <sys/stat.h>
#include <unistd.h>

struct reading {
	const struct arguments *allowed;
	void *into;
	char **at; /* the argument that is read now */
	bool help;
};

/* ---- setters ---- */

bool option_text(const struct option *self, const char *value, void *field)
{
	(void)self;
	*(const char **)field = value;
	return *value != '\0';
}

bool option_whole(const struct option *self, const char *value, void *field)
{
	double number = 0;
	bool good = text_number(value, self->least, self->most, &number) && !strchr(value, '.');

	*(long *)field = (long)number;
	return good;
}

bool option_number(const struct option *self, const char *value, void *field)
{
	return text_number(value, self->least, self->most, field);
}

/* The choices stand in `wants`, the text that a refusal prints. */
bool option_choice(const struct option *self, const char *value, void *field)
{
	struct slice rest = slice_of(self->wants), choice;
	unsigned place = 0;

	for (; rest.len > 0; take(&rest, rest.len > 0)) {
		choice = take_until(&rest, ", ");
		if (choice.len == 0 || slice_equal(choice, SLICE("or")))
			continue;
		*(unsigned *)field = ++place;
		if (slice_equal(choice, slice_of(value)))
			return true;
	}
	return false;
}

/* ---- options ---- */

static const char *program_name; /* of the command line that was read */
int arguments_unwritten = 1;

const char *arguments_program(char **argv)
{
	const char *slash = argv[0] ? strrchr(argv[0], '/') : NULL;

	return slash ? slash + 1 : argv[0] ? argv[0] : "?";
}

/* Prints "program: what: 'text' is not " and wanted; if wanted is NULL, "(see --help)". The text may hold
 * anything, even a URL with an API key, so it is redacted. Returns ARGUMENTS_WRONG. */
static int refuse(struct slice what, struct slice text, const char *wanted)
{
	char shown[1024];

	url_redact(shown, sizeof shown, text);
	fprintf(stderr, "%s: %.*s: '%s' %s%s\n", program_name, SLICE_FMT(what), shown,
		wanted ? "is not " : "(see --help)", wanted ? wanted : "");
	return ARGUMENTS_WRONG;
}

int arguments_complain(const char *what, const char *why)
{
	const char *const parts[] = {program_name, what, why};
	const char *between = "";

	for (int i = 0; i < 3; i++) {
		if (!parts[i])
			continue;
		fputs(between, stderr);
		text_print(stderr, slice_of(parts[i]));
		between = ": ";
	}
	putc('\n', stderr);
	return 1;
}

bool arguments_overwrite(const char *out, const char *in)
{
	struct stat from, to;

	if (stat(out, &to) != 0 || (in ? stat(in, &from) : fstat(STDIN_FILENO, &from)) != 0)
		return false;
	if (!S_ISREG(to.st_mode) || to.st_dev != from.st_dev || to.st_ino != from.st_ino)
		return false;
	arguments_complain(out, "is the file that is read, and would be overwritten");
	return true;
}

static struct slice name_of(const struct option *option)
{
	return (struct slice){option->name, strcspn(option->name, " ")};
}

/* Finds the option of this name. The refusal of an unknown option repeats its name only: a misspelt --apikey
 * is followed by a secret, after a "=", after a blank, or with nothing in between. */
static const struct option *find(const struct reading *self, struct slice name)
{
	struct slice shown = name;

	for (const struct option *option = self->allowed->options;; option++) {
		struct slice own = name_of(option);

		if (slice_equal(name, own))
			return option;
		if (option->secret && name.len > own.len && slice_equal_nocase((struct slice){name.at, own.len}, own))
			shown.len = own.len;
		if (option->last)
			break;
	}
	refuse(shown.len < name.len ? SLICE("unknown option that begins with") : SLICE("unknown option"), shown, NULL);
	return NULL;
}

/* value: the text after the name in the same argument; NULL: there is none. Then the next argument is the
 * value, even if it looks like an option, as with getopt_long. */
static bool set_option(struct reading *self, const struct option *option, const char *value)
{
	void *field = option->last ? (void *)&self->help : (char *)self->into + option->field;
	const char *wants = option->wants ? option->wants : "wanted, it takes no value";

	if (!option->wants)
		*(bool *)field = true;
	if (!option->wants && !value)
		return true;
	if (!value)
		value = self->at[1] ? *++self->at : "";
	if (option->wants && option->set(option, value, field))
		return true;
	if (option->secret && *value)
		value = "***";
	refuse(name_of(option), slice_of(value), wants);
	return false;
}

/* Reads "--name", "--name=value", "-nvalue", or several switches as in "-abc", of which the last may take a
 * value. */
static bool take_option(struct reading *self)
{
	const char *word = *self->at, *rest = word + strcspn(word, "=");
	const struct option *option;

	if (word[1] == '-') {
		option = find(self, (struct slice){word, (size_t)(rest - word)});
		return option && set_option(self, option, *rest ? rest + 1 : NULL);
	}
	for (rest = word + 1;; rest++) {
		option = find(self, slice_of((char[]){'-', *rest, '\0'}));
		if (!option || option->wants || !rest[1])
			return option && set_option(self, option, rest[1] ? rest + 1 : NULL);
		set_option(self, option, NULL);
	}
}

/* ---- the command line ---- */

static int print_help(const struct arguments *self)
{
	printf("Usage: %s%s%s", program_name, *self->help == '\n' ? "" : " ", self->help);
	for (const struct option *o = self->width ? self->options : NULL; o; o = o->last ? NULL : o + 1)
		if (o->help)
			printf("  %-*s%s\n", self->width, o->name, o->help);
	printf("%s", self->more ? self->more : "");
	return 0;
}

int arguments_read(const struct arguments *self, void *into, int *argc, char **argv)
{
	struct reading r = {self, into, argv, false};
	char **end = argv + *argc, **place = argv + 1, *word;
	bool good = true, only_others = false;

	program_name = arguments_program(argv);
	arguments_unwritten = self->unwritten ? self->unwritten : 1;
	text_ascii(); /* it sets the locale, so it comes first */
	while (good && ++r.at < end) {
		word = *r.at;
		if (!only_others && strcmp(word, "--") == 0) {
			only_others = true;
		} else if (!only_others && *word == '-') {
			good = take_option(&r);
		} else {
			memmove(place + 1, place, (size_t)(r.at - place) * sizeof *place);
			*place++ = word;
		}
	}
	*argc = (int)(place - argv);
	if (!good)
		return ARGUMENTS_WRONG;
	if (r.help)
		return print_help(self);
	if (*argc - 1 < self->least)
		return refuse(SLICE("missing argument"), slice_of(self->others), NULL);
	if (*argc - 1 > self->most)
		return refuse(SLICE("unexpected argument"), slice_of(argv[1 + self->most]), NULL);
	return ARGUMENTS_RUN;
}
