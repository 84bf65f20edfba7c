/* test_genderize_many.c - a stream of names in memory that does not grow with it; and two programs that
 * share one list, as they would on two machines. */
#include "tests/lib/sanitized.h"
#include "tests/lib/server.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

enum { FEW = 20000, MANY = 10 * FEW };

static struct process run;
static char folder[512]; /* of the programs */

/* A child writes the names, so that we can read the answers meanwhile. The pipe stays open: we hold its
 * other end. */
static void write_names(int names)
{
	FILE *pipe;

	if (fork() != 0)
		return;
	pipe = fdopen(run.in, "w");
	for (int i = 0; i < names; i++)
		fprintf(pipe, "name%d\n", i);
	_exit(fclose(pipe) != 0);
}

static int count_rows(int fd)
{
	static char bytes[65536];
	struct pollfd p = {.fd = fd, .events = POLLIN};
	int rows = 0;
	ssize_t got;

	assert_int_equal(poll(&p, 1, PROCESS_SECONDS * 1000), 1);
	got = read(fd, bytes, sizeof bytes);
	assert_true(got > 0);
	for (ssize_t i = 0; i < got; i++)
		rows += bytes[i] == '\n';
	return rows;
}

/* The most memory that the program has had so far, in KB; 0: this system does not tell. */
static long peak_kb(pid_t pid)
{
	char path[64], line[256];
	long peak = 0;
	FILE *status;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	status = fopen(path, "r");
	while (status && fgets(line, sizeof line, status))
		sscanf(line, "VmHWM: %ld", &peak);
	if (status)
		fclose(status);
	return peak;
}

/* Asks for so many names, and tells the peak when the last one has been answered. */
static long ask(const struct server *kitchen, const char *options, int names)
{
	long peak;

	process_start(&run, "genderize --batch 10 %s --url %s", options, kitchen->url);
	write_names(names);
	for (int rows = 0; rows < names;)
		rows += count_rows(run.out);
	peak = peak_kb(run.pid);
	assert_int_equal(process_finish(&run), 0);
	return peak;
}

static void test_memory(void **state)
{
	static struct server kitchen;
	long few, many;

	(void)state;
	if (SANITIZED) /* it keeps freed memory for a while, to find who uses it */
		skip();
	server_start(&kitchen, "--plain --cook 0");
	for (int ordered = 0; ordered < 2; ordered++) {
		few = ask(&kitchen, ordered ? "--ordered --timing" : "", FEW);
		many = ask(&kitchen, ordered ? "--ordered --timing" : "", ordered ? 2 * FEW : MANY);
		if (many > few + few / 10)
			fail_msg("%ld KB for %d names, %ld KB for %d", few, FEW, many, MANY);
	}
	server_stop(&kitchen);
}

/* ---- two programs ---- */

/* Runs a line of sh, with the programs' folder, the kitchen's URL and a folder for files as its $1, $2 and
 * $3. */
static int shell(const char *line, const struct server *kitchen, const char *files)
{
	char command[2048];

	snprintf(command, sizeof command, "set -- %s %s %s; exec 2>/dev/null; %s", folder, kitchen->url,
		files, line);
	return system(command);
}

/* The commands of notes/many.md: whoever asks for which half, all of the answers are the same. */
static void test_two_programs(void **state)
{
	static const char *const ways[] = {
		"split -n l/2 $3/names $3/part. &&"
		" { $1/genderize --url $2 --rate 1000/10 <$3/part.aa >$3/a & } &&"
		" $1/genderize --url $2 --rate 1000/10 <$3/part.ab >$3/b && wait $! && cat $3/a $3/b",
		"if command -v parallel >/dev/null;"
		" then parallel --pipe -N 50 -j 2 $1/genderize --url $2 --batch 10 --limit 5 <$3/names; else "
		"cat $3/one; fi",
	};
	static struct server kitchen;
	char files[] = "/tmp/test-many-XXXXXX", line[1024];

	(void)state;
	assert_non_null(mkdtemp(files));
	server_start(&kitchen, "--plain --cook 0-3");
	assert_int_equal(
		shell("sed '/^#/d; s/\t.*//' demo/kitchen/names.txt | head -n 200 >$3/names", &kitchen, files), 0);
	assert_int_equal(shell("$1/genderize --url $2 <$3/names >$3/one && test $(wc -l <$3/one) -eq 200",
				 &kitchen, files),
		0);
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		snprintf(line, sizeof line, "{ %s; } | sort >$3/both && sort $3/one | cmp -s - $3/both",
			ways[i]);
		assert_int_equal(shell(line, &kitchen, files), 0);
	}
	server_stop(&kitchen);
	shell("rm -r $3", &kitchen, files);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_two_programs),
	};

	(void)argc;
	process_find(argv[0]);
	snprintf(folder, sizeof folder, "%.*s..", (int)(strrchr(argv[0], '/') + 1 - argv[0]), argv[0]);
	return cmocka_run_group_tests(tests, NULL, process_kill_all);
}
