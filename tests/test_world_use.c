/* test_world_use.c - --record-world and --replay-world as options: no key in the file, and no mistake left
 * unsaid. */
#include "tests/server.h"
#include "tests/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[] = "/tmp/test_world.XXXXXX";
static struct process run;
static char row[1024];
static char text[PROCESS_TEXT_MAX]; /* the file's */

static int make_file(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
	return unlink(path) | process_kill_all(state);
}

static void read_file(void)
{
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
}

static void write_file(size_t len)
{
	FILE *file = fopen(path, "w");

	assert_int_equal(fwrite(text, 1, len, file), len);
	fclose(file);
}

/* Alice, with these options before the URL's own; the service has ended when this returns. */
static void record_alice(const char *options, const char *behind_url)
{
	static struct server server;

	server_start(&server, "--cook 0");
	process_run(&run, "", "genderize --record-world=%s --url %s%s --cacert %s %s Alice", path, server.url,
		behind_url, server.cafile, options);
	server_stop(&server);
	assert_int_equal(run.status, 0);
	strcpy(row, run.output.at);
	assert_words(row, "Alice");
	read_file();
}

static void replay(const char *options)
{
	process_run(&run, "", "genderize --replay-world %s%s", path, options);
}

/* ---- what it holds ---- */

static void the_file_says_what_it_holds_and_shows_it_to_its_owner_alone(void **state)
{
	struct stat file;

	(void)state;
	assert_int_equal(chmod(path, 0666), 0);
	record_alice("", "");
	assert_int_equal(stat(path, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0600);
	assert_words(text, "{\"world\":1,\"holds\":\"", "names", "addresses", "replies", "\"}\n");
	assert_words(text, "\"bytes\":\"Alice\"", "HTTP/1.1 200 OK", "\\u0022gender\\u0022");
}

/* The x's take the key's room, also where it is longer in a URL: so the requests are as long as they were. */
static void no_key_is_in_it(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		run.variable = i == 0 ? "GENDERIZE_APIKEY=5ecret&+" : "GENDERIZE_APIKEY=";
		record_alice(i == 1   ? "--apikey 5ecret&+"
			     : i == 2 ? "--apikey=5ecret&+"
				      : "",
			i == 3 ? "?apikey=5ecret" : "");
		run.variable = NULL;
		assert_null(strstr(text, "5ecret"));
		assert_words(text, "xxxxxx");
		replay("");
		assert_int_equal(run.status, 0);
		assert_string_equal(run.output.at, row);
	}
	process_run(&run, "", "genderize --record-world %s --url http://me:5ecret@localhost Bob", path);
	assert_int_equal(run.status, 2);
	read_file();
	assert_null(strstr(text, "5ecret"));
}

/* ---- a replay is free in what does not matter ---- */

static void an_event_record_may_be_kept_or_not(void **state)
{
	(void)state;
	record_alice("", "");
	replay(" --record -");
	assert_int_equal(run.status, 0);
	assert_string_equal(run.output.at, row);
	assert_words(run.errors.at, "{\"record\":1", "spawn", "Alice", "done");
	replay(" --explain");
	assert_int_equal(run.status, 0);
	assert_words(run.errors.at, "Alice starts");
	for (int i = 0; i < 2; i++) {
		record_alice(i ? "--explain" : "--record /dev/null", "");
		replay("");
		assert_int_equal(run.status, 0);
		assert_string_equal(run.output.at, row);
		assert_null(strstr(run.errors.at, "Alice starts"));
	}
}

/* The recorded run has lost its reader, and goes on as one that has. */
static void a_reader_that_went_away_is_away_again(void **state)
{
	static struct server server;

	(void)state;
	server_start(&server, "--cook 0");
	process_start(
		&run, "genderize --record-world %s --url %s --cacert %s", path, server.url, server.cafile);
	process_close_output(&run);
	process_feed(&run, "Alice\nBob\n", 10);
	assert_int_equal(process_finish(&run), 0);
	server_stop(&server);
	assert_string_equal(run.errors.at, "");
	replay("");
	assert_int_equal(run.status, 0);
	assert_string_equal(run.errors.at, "");
}

/* ---- what cannot be ---- */

static void what_differs_is_said_with_its_line(void **state)
{
	char *answer, words[32];
	int line = 1;

	(void)state;
	record_alice("", "");
	answer = strstr(text, "{\"ask\":\"tls write\"");
	assert_non_null(answer);
	for (const char *c = text; c < answer; c++)
		line += *c == '\n';
	memcpy(strchr(answer, 'w'), "wrong", 5);
	write_file(strlen(text));
	replay("");
	assert_int_equal(run.status, 2);
	snprintf(words, sizeof words, "%s:%d: ", path, line);
	assert_words(run.errors.at, words, "now {\"ask\":\"tls write\"", "but then {\"ask\":\"tls wrong");
	assert_string_equal(run.output.at, "");
}

/* The first run was killed in the middle of a line: its replay goes as far. */
static void a_recording_that_breaks_off_is_followed_so_far(void **state)
{
	(void)state;
	record_alice("", "");
	write_file((size_t)(strstr(text, "\"ask\":\"tls read\"") - text));
	replay("");
	assert_int_equal(run.status, 2);
	assert_words(run.errors.at, "now {\"ask\":\"tls ", "but then the end of the recording");
}

static void wrong_usage_is_refused(void **state)
{
	static const struct {
		const char *command, *words;
	} cases[] = {
		{"genderize --replay-world /no/such/file", "--replay-world: /no/such/file: No such file"},
		{"genderize --replay-world demo/names.txt",
			"--replay-world: demo/names.txt: is no recording"},
		{"genderize --replay-world demo/names.txt Bob",
			"--replay-world: stands alone, or with --record"},
		{"genderize --limit 1 --replay-world demo/names.txt", "stands alone, or with --record"},
		{"genderize --record-world /no/such/file Bob", "--record-world: /no/such/file: No such file"},
		{"genderize --record-world", "--record-world: "},
		{"genderize_sync --record-world /no/such/file Bob", "is for the asynchronous program alone"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		process_run(&run, "", "%s", cases[i].command);
		assert_int_equal(run.status, 2);
		assert_words(run.errors.at, "genderize", cases[i].words);
		assert_int_equal(count_words(run.errors.at, "\n"), 1);
	}
	process_run(&run, "", "genderize --record-world %s --sync Bob", path);
	assert_int_equal(run.status, 2);
	assert_words(run.errors.at, "is for the asynchronous program alone");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_file_says_what_it_holds_and_shows_it_to_its_owner_alone),
		cmocka_unit_test(no_key_is_in_it),
		cmocka_unit_test(an_event_record_may_be_kept_or_not),
		cmocka_unit_test(a_reader_that_went_away_is_away_again),
		cmocka_unit_test(what_differs_is_said_with_its_line),
		cmocka_unit_test(a_recording_that_breaks_off_is_followed_so_far),
		cmocka_unit_test(wrong_usage_is_refused),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, make_file, remove_file);
}
