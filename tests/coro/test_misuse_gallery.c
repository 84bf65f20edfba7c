/* test_misuse_gallery.c - shows each mistake of tests/house/misuse/ to gcc, to clang and to `make lint`, runs what
 * they cannot see, and asks for the words and the lines that the file itself promises. Then it does the same
 * with the mistake mended, which must be silent: so the words come from the mistake. See misuse/example.h;
 * test_misuse_check.c does so with `make check`.
 *
 * `make test` says in the environment how the tree is compiled; a compiler that is missing is skipped. */
#include "tests/lib/gallery.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { GCC, CLANG, LINT, TOOLS };
enum { TRIALS_MAX = EXHIBITS_MAX * TOOLS, NOT_FOUND = 127 };

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
	const struct exhibit *exhibit;
	char name[112];
};

static struct trial trials[TRIALS_MAX];

static void compile(const struct trial *t, const char *how)
{
	shell("exec %s %s %s -MF /dev/null -c %s -o %s/misuse.o", from_environment(t->tool->variable),
		t->tool->display, how, t->exhibit->path, gallery_folder);
	if (WIFEXITED(end.status) && WEXITSTATUS(end.status) == NOT_FOUND)
		skip();
}

/* The file is compiled either way, by the tool; the library was made by this tree's compiler, which links. */
static void run_compiled(const struct trial *t)
{
	assert_silent_success(t->exhibit->path);
	shell("exec %s %s/misuse.o %s/../libasync.a -lssl -lcrypto -o %s/misuse",
		from_environment("MISUSE_LINK"), gallery_folder, gallery_folder, gallery_folder);
	assert_silent_success(t->exhibit->path);
	shell("exec %s/misuse", gallery_folder);
}

/* ---- the proofs ---- */

/* The compiler's error with these words in its first line, cut off behind the notes that belong to it. */
static const char *find_error(char *text, const char *words)
{
	char *next;

	for (char *error = strstr(text, "error: "); error; error = next) {
		const char *found = strstr(error, words);

		next = strstr(error + strcspn(error, "\n"), "error: "); /* one line may say it twice */
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
		assert_marks_named(t->exhibit, t->tool->name, error);
	else
		fail_msg("%s: no error \"%s\" in: %s", t->exhibit->path, words, end.text);
	assert_int_not_equal(end.status, 0);
}

static void assert_told(const struct trial *t, const char *key, const char *words)
{
	if (!strstr(end.text, words))
		fail_msg("%s: no \"%s\" in: %s", t->exhibit->path, words, end.text);
	assert_marks_named(t->exhibit, key, end.text);
}

static void assert_aborted(const struct trial *t, const char *words)
{
	char message[192];

	snprintf(message, sizeof message, " %s", words);
	assert_told(t, "aborts", message);
	assert_true(WIFSIGNALED(end.status));
	assert_int_equal(WTERMSIG(end.status), SIGABRT);
}

static void assert_said_at_the_end(const struct trial *t, const char *words)
{
	assert_told(t, "says", words);
	assert_int_equal(end.status, 0);
}

/* What the program must do. One that promises nothing would only show what the mistake leads to. */
static void assert_run(const struct trial *t)
{
	const struct exhibit *x = t->exhibit;
	const char *words;

	if ((words = promised(x, "aborts"))) {
		run_compiled(t);
		assert_aborted(t, words);
	} else if ((words = promised(x, "says"))) {
		run_compiled(t);
		assert_said_at_the_end(t, words);
	} else if (promised(x, "right") || promised(x, "not caught")) {
		run_compiled(t);
		assert_silent_success(x->path);
	}
}

static void the_mistake_is_found(void **state)
{
	const struct trial *t = *state;
	const char *words;

	assert_promises(t->exhibit);
	compile(t, "");
	if ((words = promised(t->exhibit, t->tool->name)))
		assert_refused(t, words);
	else
		assert_run(t);
	compile(t, "-DFIXED");
	run_compiled(t);
	assert_silent_success(t->exhibit->path);
}

/* ---- the gallery ---- */

/* Lint sees what it is expected to find, and what nobody is expected to find. */
static bool is_shown(const struct exhibit *x, const struct tool *tool)
{
	return tool != &tools[LINT] || promised(x, "lint") || promised(x, "not caught");
}

/* Each file before both compilers, and before lint. */
static int hang_all(void)
{
	int count = 0;

	for (int i = 0; i < exhibits_count; i++) {
		for (const struct tool *tool = tools; tool < tools + TOOLS; tool++) {
			struct trial *t = &trials[count];

			*t = (struct trial){.tool = tool, .exhibit = &exhibits[i]};
			snprintf(t->name, sizeof t->name, "%s: %s", tool->name, exhibits[i].path);
			count += is_shown(t->exhibit, tool);
		}
	}
	return count;
}

int main(int argc, char **argv)
{
	static struct CMUnitTest tests[TRIALS_MAX]; /* cmocka passes over those that are empty */
	int count;

	(void)argc;
	if (!gallery_open(argv[0]))
		return 1;
	count = hang_all();
	for (int i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){
			trials[i].name, the_mistake_is_found, open_none, close_empty, &trials[i]};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
