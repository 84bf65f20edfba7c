/* test_streams.c - standard streams that are closed, full, or left by their reader: every program, and every
 * output. */
#include "tests/lib/server.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static struct server server;
static char folder[PATH_MAX]; /* the programs */
static char dir[] = "/tmp/test_streams.XXXXXX";
static char errors[8192], output[8192]; /* of the last run */

static void read_file(const char *name, char *text, size_t room)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	file = fopen(path, "r");
	text[file ? fread(text, 1, room - 1, file) : 0] = '\0';
	if (file)
		fclose(file);
}

/* Runs a line of shell: $R is the tree, $B the folder of the programs, $U the kitchen's URL, $C its
 * certificate. Returns its exit status. */
static int run(const char *line)
{
	static char script[PATH_MAX * 4];
	int status;

	snprintf(script, sizeof script,
		"R=$PWD B=$(cd %s && pwd) && cd %s || exit; rm -f out err; U=%s C=%s; export CONNECT_TO=${U#https://} SSL_CERT_FILE=$C; %s",
		folder, dir, server.url, server.cafile, line);
	status = system(script);
	read_file("out", output, sizeof output);
	read_file("err", errors, sizeof errors);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Each with %s where its output goes. */
static const char *const to_standard_output[] = {
	"$B/hello %s",
	"$B/my_coroutine %s",
	"$B/predict_sync %s",
	"$B/predict_async %s",
	"$B/async_with --help %s",
	"$B/chart <table %s",
	"$B/restaurant --customers 2 %s",
	"$B/restaurant --customers 2 --at 7 %s",
	"$B/restaurant --customers 2 --table %s",
	"$B/restaurant --customers 2 --explain %s",
	"$B/restaurant --customers 2 --svg %s",
	"$B/explain run.async %s",
	"$B/timeline run.async %s",
	"$B/fetch --cacert $C $U %s",
	"$B/fetch -I --cacert $C $U %s",
	"$B/genderize --url $U --cacert $C Ann Bob %s",
	"$B/genderize --url $U --cacert $C --format csv Ann Bob %s",
	"$B/genderize --url $U --cacert $C --format table --ordered Ann Bob %s",
	"$B/genderize --kitchen --virtual Ann Bob %s",
	"$B/genderize_sync --url $U --cacert $C Ann Bob %s",
	"$B/kitchen %s",
	"$B/kitchen --plain %s",
	"$B/genderize --help %s",
	"$B/genderize_sync --help %s",
	"$B/fetch --help %s",
	"$B/kitchen --help %s",
	"$B/restaurant --help %s",
	"$B/chart --help %s",
	"$B/explain --help %s",
	"$B/timeline --help %s",
};

static const char *const to_a_file[] = {
	"$B/timeline -o %s run.async",
	"$B/fetch -o %s --cacert $C $U",
	"$B/genderize --url $U --cacert $C --record %s Ann >out",
};

static const char *const to_standard_error[] = {
	"$B/genderize --url $U --cacert $C Ann >out %s",
	"$B/genderize --url $U --cacert $C --timing Ann >out %s",
	"$B/genderize_sync --url $U --cacert $C Ann >out %s",
};

static int run_with(const char *command, const char *where)
{
	char line[512];

	snprintf(line, sizeof line, command, where);
	return run(line);
}

static bool has_full(void)
{
	return access("/dev/full", W_OK) == 0;
}

static void s3_output_that_cannot_be_written_is_told(void **state)
{
	static const char *const ways[][2] = {
		{">/dev/full 2>err", "No space left on device"}, {">&- 2>err", "Bad file descriptor"}};

	(void)state;
	for (size_t i = 0; i < sizeof to_standard_output / sizeof *to_standard_output; i++)
		for (int way = has_full() ? 0 : 1; way < 2; way++) {
			int status = run_with(to_standard_output[i], ways[way][0]);

			if (status == 0 || status >= 128 || !strstr(errors, ways[way][1]))
				fail_msg("%s %s: %d, %s", to_standard_output[i], ways[way][0], status, errors);
		}
}

/* Where a record or a picture goes, too. A disk is full as a limit on the size of files. */
static void s3_a_file_that_cannot_be_written_is_told(void **state)
{
	(void)state;
	if (!has_full())
		skip();
	for (size_t i = 0; i < sizeof to_a_file / sizeof *to_a_file; i++) {
		char line[512];
		int status;

		snprintf(line, sizeof line, "{ %s; } 2>err", to_a_file[i]);
		status = run_with(line, "/dev/full");
		if (status == 0 || !strstr(errors, "No space left on device"))
			fail_msg("%s: %d, %s", to_a_file[i], status, errors);
	}
	assert_int_not_equal(run("trap '' XFSZ; ulimit -f 1; $B/restaurant --record lunch >/dev/null 2>err"), 0);
	assert_non_null(strstr(errors, "restaurant: lunch.sync: File too large"));
}

/* No message can be printed, but the exit status tells. A stderr that was closed on purpose is no error. */
static void s3_errors_that_cannot_be_written_are_an_error(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof to_standard_error / sizeof *to_standard_error; i++) {
		assert_int_equal(run_with(to_standard_error[i], "2>&-"), 0);
		if (has_full())
			assert_int_equal(run_with(to_standard_error[i], "2>/dev/full"), 1);
		assert_non_null(strstr(output, "{\"name\":\"Ann\""));
	}
}

/* Without that a socket would become standard output: rows would be sent to a server. */
static void s1_closed_descriptors_are_no_sockets(void **state)
{
	static const char *const closed[] = {"<&-", "2>&-", "<&- 2>&-"};

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(run_with("$B/genderize --url $U --cacert $C Ann >out %s", closed[i]), 0);
		assert_non_null(strstr(output, "{\"name\":\"Ann\""));
		assert_int_equal(run_with("$B/genderize_sync --url $U --cacert $C Ann >out %s", closed[i]), 0);
		assert_non_null(strstr(output, "{\"name\":\"Ann\""));
		assert_int_equal(run_with("$B/predict_async >out %s", closed[i]), 0);
		assert_non_null(strstr(output, "('Bob', 'male')"));
		assert_int_equal(run_with("$B/predict_sync >out %s", closed[i]), 0);
		assert_int_equal(run_with("$B/restaurant --customers 2 >out %s", closed[i]), 0);
	}
	/* it is as closed as it was, and not something of the loop's */
	assert_int_equal(run("$B/genderize --url $U --cacert $C <&- 2>err"), 1);
	assert_memory_equal(errors, "genderize: standard input: Bad file descriptor\n", 46);
	assert_int_equal(run("$B/genderize_sync --url $U --cacert $C <&- 2>err"), 1);
	assert_memory_equal(errors, "genderize_sync: standard input: Bad file descriptor\n", 51);
	/* all three, and a file of its own */
	assert_int_equal(run("$B/fetch -o body --cacert $C \"$U?name=Bob\" <&- >&- 2>&-; s=$?; mv body out; exit $s"), 0);
	assert_non_null(strstr(output, "\"name\":\"Bob\""));
}

/* Starts a line of shell with one end of a pipe as its descriptor number fd, which has become
 * non-blocking. */
static pid_t start(const char *line, int fd, int ends[2])
{
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	for (int i = 0; i < 2; i++)
		assert_int_equal(fcntl(ends[i], F_SETFD, FD_CLOEXEC), 0);
	assert_int_equal(fcntl(ends[fd], F_SETFL, O_NONBLOCK), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(ends[fd], fd);
		close(ends[!fd]); /* whoever waits for the line holds it, too */
		_exit(run(line));
	}
	return child;
}

static int finish(pid_t child)
{
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	return WEXITSTATUS(status);
}

/* More than a pipe holds. The reader takes a little at a time, so the writer meets a pipe that is full. */
static void s4_a_non_blocking_output_loses_nothing(void **state)
{
	static const char *const commands[] = {"$B/explain many.async", "$B/timeline many.async",
		"$B/restaurant --customers 300 --explain", "$B/genderize --kitchen --virtual --ordered <names",
		"$B/genderize_sync --url $U --cacert $C <names"};
	char line[256], bytes[512];

	(void)state;
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		size_t all = 0;
		ssize_t len;
		pid_t child;
		int ends[2];

		snprintf(line, sizeof line, "%s 2>err | wc -c >out", commands[i]);
		assert_int_equal(run(line), 0);
		assert_true(strtoul(output, NULL, 10) > 65536);
		snprintf(line, sizeof line, "%s 2>err", commands[i]);
		child = start(line, STDOUT_FILENO, ends);
		close(ends[1]);
		while ((len = read(ends[0], bytes, sizeof bytes)) > 0)
			all += (size_t)len;
		close(ends[0]);
		if (finish(child) != 0 || all != strtoul(output, NULL, 10))
			fail_msg("%s: %zu bytes of %s", commands[i], all, output);
	}
}

/* A byte is written when the one before has been taken, so that mostly there is none yet when the program
 * asks. */
static void s4_a_non_blocking_input_is_read_to_its_end(void **state)
{
	static const char *const programs[] = {"genderize", "genderize_sync"};
	static const char names[] = "Ann\nBob\nCem\nDee\nEli\nFay\nGus\nHal\n";
	char line[128];

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct pollfd left = {.events = POLLIN};
		int ends[2];
		pid_t child;

		snprintf(line, sizeof line, "$B/%s --url $U --cacert $C >out 2>err", programs[i]);
		child = start(line, STDIN_FILENO, ends);
		left.fd = ends[0];
		for (const char *c = names; *c; c++) {
			assert_int_equal(write(ends[1], c, 1), 1);
			while (poll(&left, 1, 0) > 0 && waitpid(child, NULL, WNOHANG) == 0)
				sched_yield();
		}
		close(ends[0]);
		close(ends[1]);
		assert_int_equal(finish(child), 0);
		read_file("out", output, sizeof output);
		assert_non_null(strstr(output, "Hal"));
	}
}

/* A reader that has enough is no fault, and nothing was forgotten. */
static void s5_head_has_enough(void **state)
{
	static const char *const commands[] = {
		"--url $U --cacert $C",
		"--url $U --cacert $C --limit 3",
		"--url $U --cacert $C --ordered --batch 10",
		"--kitchen",
		"--kitchen --virtual",
	};
	char line[256];

	(void)state;
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		snprintf(line, sizeof line, "{ $B/genderize %s <names 2>err; echo $? >status; } | head -n 1 >out; exit $(cat status)",
			commands[i]);
		assert_int_equal(run(line), 0);
		assert_string_equal(errors, "");
		assert_int_equal(strncmp(output, "{\"name\":\"", 9), 0);
	}
	assert_int_equal(run("trap '' PIPE; { $B/genderize --help 2>err; echo $? >status; } | :; exit $(cat status)"), 0);
	assert_string_equal(errors, "");
}

/* As a shell starts `command &` in a script. */
static void s6_an_ignored_sigint_stays_ignored(void **state)
{
	static const char *const programs[] = {"genderize", "genderize_sync"};
	char line[512];

	(void)state;
	for (int i = 0; i < 2; i++) {
		snprintf(line, sizeof line,
			"rm -f in; mkfifo in; trap '' INT; $B/%s --url $U --cacert $C <in >out 2>err & p=$!; exec 3>in; "
			"echo Ann >&3; until grep -q Ann out; do :; done; kill -INT $p; echo Bob >&3; exec 3>&-; wait $p",
			programs[i]);
		assert_int_equal(run(line), 0);
		assert_non_null(strstr(output, "\"Bob\""));
	}
}

/* What a name looks like to a terminal is in ASCII then; what is data stays as it is. */
static void s7_the_c_locale_prints_ascii(void **state)
{
	static const char *const commands[] = {
		"genderize --kitchen --progress --format table Zoë 2>&1",
		"genderize_sync --url $U --cacert $C --progress --format table Zoë 2>&1",
		"genderize --url http://127.0.0.1:1/ --retries 0 Zoë 2>&1",
		"timeline run.async nothing/Zoë 2>&1 >page",
		"explain run.async",
		"restaurant --customers 2 --at 7",
	};
	char line[256];

	(void)state;
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		snprintf(line, sizeof line, "LC_ALL=C; export LC_ALL; { $B/%s; } >out", commands[i]);
		run(line);
		assert_true(output[0] != '\0');
		for (const char *c = output; *c; c++)
			if ((unsigned char)*c > 0x7E)
				fail_msg("%s: %s", commands[i], output);
	}
	assert_int_equal(run("LC_ALL=C $B/genderize --kitchen --format csv Zoë >out 2>err"), 0);
	assert_non_null(strstr(output, "Zoë,"));
}

static void o1_make_demo_says_why_it_failed(void **state)
{
	(void)state;
	assert_int_equal(run("mkdir bin; ln -s $B/kitchen bin; printf '#!/bin/sh\\necho boom >&2; exit 1\\n' >bin/genderize_sync; "
			     "chmod +x bin/*; cd $R; sh demo/demo.sh $OLDPWD/bin 1 >/dev/null 2>$OLDPWD/err"),
		1);
	assert_string_equal(errors, "boom\ndemo: not all of the 100 names were answered\n");
	assert_int_equal(run("cd $R; sh demo/curve.sh $OLDPWD/bin 1 >/dev/null 2>$OLDPWD/err"), 1);
	assert_string_equal(errors, "boom\ncurve: genderize_sync did not get 1 answers\n");
}

static void o1_make_debug_says_what_to_install(void **state)
{
	(void)state;
	assert_int_equal(run("PATH=/nowhere /bin/sh $R/demo/debug.sh $B hello 2>err"), 2);
	assert_string_equal(errors, "debug: there is no gdb: apt-get install gdb\n");
}

static void o1_the_articles_programs_tell_that_they_take_no_arguments(void **state)
{
	static const char *const programs[] = {"async_with", "my_coroutine", "predict_async", "predict_sync"};

	(void)state;
	for (int i = 0; i < 4; i++) {
		char line[64], usage[64];

		snprintf(line, sizeof line, "$B/%s --help >out 2>err", programs[i]);
		snprintf(usage, sizeof usage, "Usage: %s\n", programs[i]);
		assert_int_equal(run(line), 0);
		assert_memory_equal(output, usage, strlen(usage));
		snprintf(line, sizeof line, "$B/%s foo 2>err >out", programs[i]);
		assert_int_equal(run(line), 2);
		assert_non_null(strstr(errors, "unexpected argument: 'foo'"));
		assert_string_equal(output, "");
	}
}

static void o1_who_is_not_trusted_is_told_how(void **state)
{
	static const char *const programs[] = {"genderize --retries 0", "genderize_sync"};
	char line[128];

	(void)state;
	for (int i = 0; i < 2; i++) {
		const char *hint;

		snprintf(line, sizeof line, "unset SSL_CERT_FILE; $B/%s --url $U Ann Bob 2>err", programs[i]);
		assert_int_equal(run(line), 1);
		hint = strstr(errors, "--cacert FILE");
		assert_non_null(hint);
		assert_null(strstr(hint + 1, "--cacert"));
	}
}

static int set_up(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_DFL);
	if (!mkdtemp(dir))
		return -1;
	server_start(&server, "--cook 1");
	return run("printf 'n\\ta\\n1\\t1\\n' >table; seq 1 3000 | sed 's/^/Name/' >names; $B/restaurant --customers 2 --record run >out; "
		   "$B/restaurant --customers 300 --record many >out");
}

static int tear_down(void **state)
{
	server_stop(&server);
	run("rm -rf out err in page bin table names status run.sync run.async many.sync many.async lunch.sync");
	rmdir(dir);
	return process_kill_all(state);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s1_closed_descriptors_are_no_sockets),
		cmocka_unit_test(s3_output_that_cannot_be_written_is_told),
		cmocka_unit_test(s3_a_file_that_cannot_be_written_is_told),
		cmocka_unit_test(s3_errors_that_cannot_be_written_are_an_error),
		cmocka_unit_test(s4_a_non_blocking_output_loses_nothing),
		cmocka_unit_test(s4_a_non_blocking_input_is_read_to_its_end),
		cmocka_unit_test(s5_head_has_enough),
		cmocka_unit_test(s6_an_ignored_sigint_stays_ignored),
		cmocka_unit_test(s7_the_c_locale_prints_ascii),
		cmocka_unit_test(o1_make_demo_says_why_it_failed),
		cmocka_unit_test(o1_make_debug_says_what_to_install),
		cmocka_unit_test(o1_the_articles_programs_tell_that_they_take_no_arguments),
		cmocka_unit_test(o1_who_is_not_trusted_is_told_how),
	};
	char *slash;

	(void)argc;
	process_find(argv[0]);
	snprintf(folder, sizeof folder, "%s", argv[0]);
	for (int up = 0; up < 2; up++)
		if ((slash = strrchr(folder, '/')))
			*slash = '\0';
	alarm(120); /* who waits for ever has lost */
	return cmocka_run_group_tests_name("streams", tests, set_up, tear_down);
}
