/* test_example.c - the program with requests in notes/library.md: it stands outside of the tree, and is built
 * as the note says. */
#include "tests/lib/server.h"

#include <stdlib.h>
#include <unistd.h>

static char outside[] = "/tmp/test-example-XXXXXX", tree[256], library[512];

static int shell(const char *line)
{
	char command[2048];

	snprintf(command, sizeof command, "set -- %s %s %s; %s", outside, tree, library, line);
	return system(command);
}

/* The command of the note, with this tree's compiler and library. */
#define AS_IN_THE_NOTE                                                                                       \
	"TREE=$2 line=$(sed -n '/^    gcc /,/[^\\]$/{s/^ *gcc //;s/\\\\$//;p;}' notes/library.md) &&"        \
	" line=$(echo $line) && test -n \"$line\" &&"                                                        \
	" case $MISUSE_LINK in clang*) is=conditional-uninitialized;; *) is=jump-misses-init;; esac &&"      \
	" line=$(echo \"$line\" | sed \"s|\\$TREE/build/libasync.a|$3|; s|jump-misses-init|$is|\") &&"       \
	" cd $1 && eval \"$MISUSE_LINK $line\""

/* With nothing but the headers and the library; then three fetches in the time of one. */
static void test_built_outside(void **state)
{
	static struct server kitchen;
	char line[1024];
	double begun;

	(void)state;
	/* `make test` has said what it is, with the sanitizers' options if there are any. */
	setenv("MISUSE_LINK", "cc -std=c11 -pthread", 0);
	assert_int_equal(shell("cp tests/house/example/three.c $1"), 0);
	assert_int_equal(shell(AS_IN_THE_NOTE), 0);
	server_start(&kitchen, "--cook 1000");
	begun = seconds_now();
	snprintf(line, sizeof line,
		"cd $1 && ./three %s '%s/?name=Alice' '%s/?name=Bob' '%s/?name=Eve' | sed 's/.*=//' | sort "
		">out",
		kitchen.cafile, kitchen.url, kitchen.url, kitchen.url);
	assert_int_equal(shell(line), 0);
	assert_true(seconds_now() - begun < 2);
	snprintf(line, sizeof line,
		"cd $1 && ! ./three %s %s/ http://127.0.0.1:1/ %s/ >cut 2>errors && test ! -s cut && test ! "
		"-s errors",
		kitchen.cafile, kitchen.url, kitchen.url);
	assert_int_equal(shell(line), 0); /* the other two are cancelled, and nothing is left behind */
	server_stop(&kitchen);
	assert_int_equal(
		shell("printf 'Alice is female\\nBob is male\\nEve is female\\n' | cmp -s - $1/out"), 0);
	assert_int_equal(shell("cd $1 && ! ./three /dev/null 2>errors && test ! -s errors"), 0);
}

/* The note shows the file as it is, but for the comment at its head. */
static void test_shown(void **state)
{
	(void)state;
	assert_int_equal(shell("sed -n '/^<!-- cut tests.*three.c/,/^```$/p' notes/library.md | sed '1,2d;$d' >$1/shown && "
			       "sed '1,/\\*\\/$/d' tests/house/example/three.c | cmp -s - $1/shown"),
		0);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_built_outside),
		cmocka_unit_test(test_shown),
	};
	int failed;

	(void)argc;
	process_find(argv[0]);
	if (!getcwd(tree, sizeof tree) || !mkdtemp(outside))
		return 1;
	snprintf(library, sizeof library, "%s/%.*s../libasync.a", argv[0][0] == '/' ? "" : tree,
		(int)(strrchr(argv[0], '/') + 1 - argv[0]), argv[0]);
	failed = cmocka_run_group_tests(tests, NULL, process_kill_all);
	shell("rm -r $1");
	return failed;
}
