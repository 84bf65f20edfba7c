/* gallery.c - reads what a file of tests/house/misuse/ promises, and runs the commands that must keep it. */
#include "tests/lib/gallery.h"

#include <ctype.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct exhibit exhibits[EXHIBITS_MAX];
int exhibits_count;
char gallery_folder[512];
struct child_end end;

/* ---- the files ---- */

static void hang(const char *path)
{
	struct exhibit *x = &exhibits[exhibits_count++];
	FILE *f = fopen(path, "r");
	size_t len = f ? fread(x->source, 1, sizeof x->source - 1, f) : 0;

	if (f)
		fclose(f);
	x->source[len] = '\0';
	snprintf(x->path, sizeof x->path, "%s", path);
}

bool gallery_open(const char *program)
{
	const char *slash = strrchr(program, '/');
	glob_t files;

	snprintf(gallery_folder, sizeof gallery_folder, "%.*s.", slash ? (int)(slash + 1 - program) : 0,
		program);
	if (glob("tests/house/misuse/*.c", 0, NULL, &files) != 0 || files.gl_pathc > EXHIBITS_MAX) {
		fputs("tests/house/misuse/ is not here, or holds too many: run it from the root of the tree\n",
			stderr);
		return false;
	}
	for (size_t i = 0; i < files.gl_pathc; i++)
		hang(files.gl_pathv[i]);
	globfree(&files);
	return true;
}

/* ---- what a file promises ---- */

const char *promised(const struct exhibit *x, const char *key)
{
	static char words[160];
	char start[32];
	const char *at;

	snprintf(start, sizeof start, "\n// %s: ", key);
	at = strstr(x->source, start);
	if (!at)
		return NULL;
	at += strlen(start);
	snprintf(words, sizeof words, "%.*s", (int)strcspn(at, "\n"), at);
	return words;
}

void assert_promises(const struct exhibit *x)
{
	static const char *const keys[] = {
		"gcc", "clang", "lint", "check", "aborts", "says", "right", "not caught"};
	int lines = 0, known = 0;

	for (const char *at = strstr(x->source, "\n// "); at; at = strstr(at + 1, "\n// "))
		lines++;
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		known += promised(x, keys[i]) != NULL;
	assert_int_not_equal(lines, 0);
	assert_int_equal(known, lines);
	if (promised(x, "right") || promised(x, "not caught"))
		assert_int_equal(known, 1);
}

static bool names_line(const char *text, const char *path, int line)
{
	char wanted[256];
	size_t len = (size_t)snprintf(wanted, sizeof wanted, "%s:%d", path, line);

	for (const char *at = strstr(text, wanted); at; at = strstr(at + 1, wanted))
		if (!isdigit((unsigned char)at[len]))
			return true;
	return false;
}

void assert_marks_named(const struct exhibit *x, const char *key, const char *text)
{
	char mark[32], line[256];
	int number = 0, marks = 0;

	snprintf(mark, sizeof mark, "/* here: %s */", key);
	for (const char *at = x->source; *at; at += strcspn(at, "\n"), at += *at == '\n') {
		number++;
		snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "\n"), at);
		if (!strstr(line, "/* here */") && !strstr(line, mark))
			continue;
		marks++;
		if (!names_line(text, x->path, number))
			fail_msg("%s:%d is not named in: %s", x->path, number, text);
	}
	assert_int_not_equal(marks, 0);
}

/* ---- commands ---- */

static char command[32768];

static int become_command(void)
{
	setenv("LC_ALL", "C", 1); /* compilers print English, with ASCII quotes */
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	return 127;
}

void shell(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	assert_in_range(vsnprintf(command, sizeof command, format, values), 1, sizeof command - 1);
	va_end(values);
	in_child(become_command, &end);
}

void assert_silent_success(const char *about)
{
	if (end.status != 0 || end.text[0])
		fail_msg("%s: status %d: %s", about, end.status, end.text);
}

const char *from_environment(const char *variable)
{
	const char *value = getenv(variable);

	if (!value)
		fail_msg("%s is not set: run `make test`, which knows how the tree is compiled", variable);
	return value;
}
