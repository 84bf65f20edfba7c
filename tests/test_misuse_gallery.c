/* test_misuse_gallery.c - shows each mistake of tests/misuse/ to gcc, to clang and to `make lint`, runs what
 * they cannot see, and asks for the words and the lines that the file itself promises. Then it does the same
 * with the mistake mended, which must be silent: so the words come from the mistake. See misuse/example.h.
 *
 * `make test` says in the environment how the tree is compiled; a compiler that is missing is skipped. */
#include "tests/support.h"

#include <ctype.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { GCC, CLANG, LINT, TOOLS };
enum { TRIALS_MAX = 96, SOURCE_MAX = 4096, NOT_FOUND = 127 };

struct tool {
	const char *name;     /* as in the heads of the files */
	const char *variable; /* of the environment: the command, but for the file */
	const char *display;  /* options that shorten what it prints and change nothing else */
};

static const struct tool tools[TOOLS] = {
	[GCC] = {"gcc", "MISUSE_GCC", "-fno-diagnostics-show-caret"},
	[CLANG] = {"clang", "MISUSE_CLANG", "-fno-caret-diagnostics"},
	[LINT] = {"lint", "MISUSE_LINT", "-fno-diagnostics-show-caret -fdiagnostics-path-format=none"},
};

struct trial { /* one mistake before one tool */
	const struct tool *tool;
	char path[96], name[112];
	char source[SOURCE_MAX];
};

static struct trial trials[TRIALS_MAX];
static char built[512]; /* the folder of this program: for what is made here, and below the library */
static struct child_end end;

/* ---- what a file promises ---- */

/* The words behind "// key: " in its head; NULL: it promises nothing. Valid until the next call. */
static const char *promised(const struct trial *t, const char *key)
{
	static char words[128];
	char start[32];
	const char *at;

	snprintf(start, sizeof start, "\n// %s: ", key);
	at = strstr(t->source, start);
	if (!at)
		return NULL;
	at += strlen(start);
	snprintf(words, sizeof words, "%.*s", (int)strcspn(at, "\n"), at);
	return words;
}

/* Fails if the head promises nothing, or something of a tool that does not exist. */
static void assert_promises(const struct trial *t)
{
	static const char *const keys[] = {"gcc", "clang", "lint", "aborts"};
	int lines = 0, known = 0;

	for (const char *at = strstr(t->source, "\n// "); at; at = strstr(at + 1, "\n// "))
		lines++;
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		known += promised(t, keys[i]) != NULL;
	assert_int_not_equal(lines, 0);
	assert_int_equal(known, lines);
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

/* Fails unless text names each line that is marked for all tools, or for this one; there must be one. */
static void assert_marks_named(const struct trial *t, const char *text)
{
	char mark[32], line[256];
	int number = 0, marks = 0;

	snprintf(mark, sizeof mark, "/* here: %s */", t->tool->name);
	for (const char *at = t->source; *at; at += strcspn(at, "\n"), at += *at == '\n') {
		number++;
		snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "\n"), at);
		if (!strstr(line, "/* here */") && !strstr(line, mark))
			continue;
		marks++;
		if (!names_line(text, t->path, number))
			fail_msg("%s:%d is not named in: %s", t->path, number, text);
	}
	assert_int_not_equal(marks, 0);
}

/* ---- commands ---- */

static char command[4096];

static int become_command(void)
{
	setenv("LC_ALL", "C", 1); /* the compilers' words in English, their quotes in ASCII */
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	return NOT_FOUND;
}

/* Runs the command and leaves in `end` how it ended, and what it said on stderr. */
__attribute__((format(printf, 1, 2))) static void shell(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	assert_in_range(vsnprintf(command, sizeof command, format, values), 1, sizeof command - 1);
	va_end(values);
	in_child(become_command, &end);
}

static const char *from_environment(const char *variable)
{
	const char *value = getenv(variable);

	if (!value)
		fail_msg("%s is not set: run `make test`, which knows how the tree is compiled", variable);
	return value;
}

static void compile(const struct trial *t, const char *how)
{
	shell("exec %s %s %s -MF /dev/null -c %s -o %s/misuse.o", from_environment(t->tool->variable),
		t->tool->display, how, t->path, built);
	if (WIFEXITED(end.status) && WEXITSTATUS(end.status) == NOT_FOUND)
		skip();
}

static void assert_silent_success(const struct trial *t)
{
	if (end.status != 0 || end.text[0])
		fail_msg("%s: status %d: %s", t->path, end.status, end.text);
}

/* The file is compiled either way, by the tool; the library was made by this tree's compiler, which links. */
static void run_compiled(const struct trial *t)
{
	assert_silent_success(t);
	shell("exec %s %s/misuse.o %s/../libasync.a -o %s/misuse", from_environment("MISUSE_LINK"), built,
		built, built);
	assert_silent_success(t);
	shell("exec %s/misuse", built);
}

/* ---- the proofs ---- */

/* The compiler's error with these words in its first line, cut off behind the notes that belong to it. */
static const char *find_error(char *text, const char *words)
{
	char *next;

	for (char *error = strstr(text, "error: "); error; error = next) {
		const char *found = strstr(error, words);

		next = strstr(error + 1, "error: ");
		if (!found || found > error + strcspn(error, "\n"))
			continue;
		while (next && *next != '\n')
			next--;
		if (next)
			*next = '\0'; /* where the line of the next error begins */
		while (error > text && error[-1] != '\n')
			error--;
		return error;
	}
	return NULL;
}

static void assert_refused(const struct trial *t, const char *words)
{
	const char *error = find_error(end.text, words);

	if (error)
		assert_marks_named(t, error);
	else
		fail_msg("%s: no error \"%s\" in: %s", t->path, words, end.text);
	assert_int_not_equal(end.status, 0);
}

static void assert_aborted(const struct trial *t, const char *words)
{
	char message[160];

	snprintf(message, sizeof message, " %s", words);
	if (!strstr(end.text, message))
		fail_msg("%s: no \"%s\" in: %s", t->path, message, end.text);
	assert_true(WIFSIGNALED(end.status));
	assert_int_equal(WTERMSIG(end.status), SIGABRT);
	assert_marks_named(t, end.text);
}

static void the_mistake_is_found(void **state)
{
	const struct trial *t = *state;
	const char *words;

	assert_promises(t);
	compile(t, "");
	if ((words = promised(t, t->tool->name))) {
		assert_refused(t, words);
	} else if ((words = promised(t, "aborts"))) {
		run_compiled(t);
		assert_aborted(t, words);
	}
	compile(t, "-DFIXED");
	run_compiled(t);
	assert_silent_success(t);
}

/* ---- the gallery ---- */

static void hang(const char *path, const struct tool *tool, struct trial *t)
{
	FILE *f = fopen(path, "r");
	size_t len = f ? fread(t->source, 1, sizeof t->source - 1, f) : 0;

	if (f)
		fclose(f);
	t->source[len] = '\0';
	t->tool = tool;
	snprintf(t->path, sizeof t->path, "%s", path);
	snprintf(t->name, sizeof t->name, "%s: %s", tool->name, path);
}

/* Each file before both compilers, and before lint if it promises something of it. */
static int hang_all(const glob_t *files)
{
	int count = 0;

	for (size_t i = 0; i < files->gl_pathc; i++) {
		for (size_t k = 0; k < TOOLS && count < TRIALS_MAX; k++) {
			hang(files->gl_pathv[i], &tools[k], &trials[count]);
			if (&tools[k] != &tools[LINT] || promised(&trials[count], "lint"))
				count++;
		}
	}
	return count;
}

int main(int argc, char **argv)
{
	static struct CMUnitTest tests[TRIALS_MAX]; /* cmocka passes over those that are empty */
	const char *slash = strrchr(argv[0], '/');
	glob_t files;
	int count;

	(void)argc;
	snprintf(built, sizeof built, "%.*s.", slash ? (int)(slash + 1 - argv[0]) : 0, argv[0]);
	if (glob("tests/misuse/*.c", 0, NULL, &files) != 0) {
		fputs("tests/misuse/ is not here: run it from the root of the tree\n", stderr);
		return 1;
	}
	count = hang_all(&files);
	for (int i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){
			trials[i].name, the_mistake_is_found, open_none, close_empty, &trials[i]};
	globfree(&files);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
