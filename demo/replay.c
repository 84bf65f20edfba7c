/* replay.c - the command line and the environment are a part of the world. */
#include "demo/replay.h"
#include "demo/options.h"
#include "http/url.h"
#include "loop/world.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char holds[] = "all that came to genderize from outside: arguments, names, addresses, and the "
			    "replies in plain text. "
			    "The API key is not in it";

/* Whatever a run may ask its environment for. */
static const char *const variables[] = {
	"GENDERIZE_APIKEY", "NO_COLOR", "TERM", "LOOP_SHUFFLE", "LOOP_DEBUG", "LOOP_SLOW_MS"};

enum { VARIABLES = sizeof variables / sizeof *variables };

struct kept {
	struct kept *next;
	max_align_t bytes[];
};

/* Zeroed memory until the end of the program: arguments are never given back. */
static void *keep(size_t size)
{
	static struct kept *all; /* found by whoever looks for leaks */
	struct kept *one = calloc(1, sizeof *one + size);

	if (!one)
		loop_fatal("no memory for the arguments");
	one->next = all;
	all = one;
	return one->bytes;
}

/* ---- our own options ---- */

/* The value of the option, if argument is it; "" if it stands in the next one; NULL: it is another. */
static const char *behind(const char *argument, const char *option)
{
	size_t len = strlen(option);

	if (strncmp(argument, option, len) != 0 || (argument[len] && argument[len] != '='))
		return NULL;
	return argument[len] ? argument + len + 1 : "";
}

static const char *value_of(char **argv, const char *option)
{
	for (; *argv && strcmp(*argv, "--") != 0; argv++) {
		const char *value = behind(*argv, option);

		if (value)
			return *value || !argv[1] ? value : argv[1];
	}
	return NULL;
}

/* Of how many arguments is the option that stands here, if it says what becomes of one run alone? Else 0. */
static int own_size(char **at)
{
	bool own = behind(*at, "--record") || behind(*at, "--record-world") || behind(*at, "--replay-world");

	if (strcmp(*at, "--explain") == 0)
		return 1;
	return !own ? 0 : strchr(*at, '=') || !at[1] ? 1 : 2;
}

/* A copy without such options. */
static char **without_own(int *argc, char **argv)
{
	char **copy = keep(((size_t)*argc + 1) * sizeof *copy), **to = copy;
	bool only_names = false;

	for (int size; *argv; argv += size ? size : 1) {
		only_names = only_names || strcmp(*argv, "--") == 0;
		size = only_names ? 0 : own_size(argv);
		if (!size)
			*to++ = *argv;
	}
	*argc = (int)(to - copy);
	return copy;
}

/* ---- no key ---- */

/* The same argument with x's behind `kept` bytes: as many as the key becomes in a URL, so that a replay's
 * requests are of the same length. */
static char *without_key(char *argument, size_t kept)
{
	size_t len = url_encode(NULL, 0, slice_of(argument + kept));
	char *shown = keep(kept + len + 1);

	world_hide(argument + kept, strlen(argument + kept));
	memcpy(shown, argument, kept);
	memset(shown + kept, 'x', len);
	return shown;
}

/* In a URL, also where the program will refuse it: ?apikey=KEY, and user:password@. */
static void hide_in_url(const char *argument)
{
	const char *key = strstr(argument, "apikey="), *user = strstr(argument, "://");

	if (key)
		world_hide(key + 7, strcspn(key + 7, "&;#"));
	if (user && user[3 + strcspn(user + 3, "/?#@")] == '@')
		world_hide(user + 3, strcspn(user + 3, "@"));
}

static void hide_keys(char **at)
{
	for (; at[0] && at[1]; at++) {
		if (strcmp(at[0], "--apikey") == 0)
			at[1] = without_key(at[1], 0);
		else if (behind(at[1], "--apikey") && strchr(at[1], '='))
			at[1] = without_key(at[1], sizeof "--apikey=" - 1);
		else
			hide_in_url(at[1]);
	}
}

/* ---- either way ---- */

/* Writes a text, NULL included, or learns it. */
static char *pass_text(const char *what, int of, char *text)
{
	int64_t size = text ? (int64_t)strlen(text) : -1;
	size_t len = text ? (size_t)size : 0;

	world_begin(what, of);
	world_field("size", &size);
	if (world_replays())
		text = size < 0 ? NULL : keep((size_t)size + 1);
	if (text)
		world_bytes(text, &len, (size_t)size);
	world_end();
	return text;
}

/* Replaying, they stand behind the program's own: behind a -- those would be names. */
static void pass_arguments(int *argc, char ***argv)
{
	int own = world_replays() ? *argc : 0, count = (int)world_tell("arguments", 0, *argc);
	char **all = keep(((size_t)own + (size_t)count + 1) * sizeof *all);

	memcpy(all, *argv, (size_t)(own ? own : count) * sizeof *all);
	for (int i = 0; i < count; i++)
		all[own + i] = pass_text("argument", i, all[own + i]);
	*argc = own + count;
	*argv = all;
}

static void pass_environment(void)
{
	for (int i = 0; i < VARIABLES; i++) {
		char *value = world_replays() ? NULL : getenv(variables[i]);
		char *shown = value && i == 0 ? without_key(value, 0) : value;

		shown = pass_text(variables[i], 0, shown);
		if (!world_replays())
			continue;
		if (shown)
			setenv(variables[i], shown, 1);
		else
			unsetenv(variables[i]);
	}
}

/* ---- the two ---- */

static int refuse(char **argv, const char *option, const char *path, const char *why)
{
	fprintf(stderr, "%s: %s: %s%s%s\n", argv[0], option, path, *path ? ": " : "", why);
	return 2;
}

static int begin_recording(int argc, char **argv, const char *path)
{
	char **shown = without_own(&argc, argv);
	int err = world_record(path, holds);

	if (err)
		return refuse(argv, "--record-world", path, strerror(-err));
	hide_keys(shown++);
	argc--;
	pass_arguments(&argc, &shown);
	pass_environment();
	return OPTIONS_RUN;
}

static int begin_replay(int *argc, char ***argv, const char *path)
{
	int others = *argc, err;

	without_own(&others, *argv);
	if (others != 1)
		return refuse(*argv, "--replay-world", "", "stands alone, or with --record or --explain");
	err = world_replay(path);
	if (err)
		return refuse(
			*argv, "--replay-world", path, err == -EINVAL ? "is no recording" : strerror(-err));
	pass_arguments(argc, argv);
	pass_environment();
	return OPTIONS_RUN;
}

int replay_begin(int *argc, char ***argv)
{
	const char *to = value_of(*argv, "--record-world"), *from = value_of(*argv, "--replay-world");

	if (from)
		return begin_replay(argc, argv, from);
	return to ? begin_recording(*argc, *argv, to) : OPTIONS_RUN;
}
