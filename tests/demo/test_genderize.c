/* test_genderize.c - names in, genders out: the programs as a shell runs them, over TLS, with the kitchen
 * as the service. */
#include "tests/lib/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* clang-format off */
#define TEXT(literal) {(literal), sizeof(literal) - 1} /* NULs may be in it */
/* clang-format on */

enum { MANY = 20 };

static struct server server;
static struct process run;
static char here[400]; /* the options that lead to the kitchen */

static const char many[] =
	"Alice\nBob\nCharlie\nDiana\nEve\nFrank\nGrace\nHenry\nIrene\nJack\nKaren\nLuke\nMaria\nNina\nOscar\n"
	"Paul\nRita\nSofia\nTom\nVera\n";

static const char alice[] =
	"{\"name\":\"Alice\",\"gender\":\"female\",\"probability\":0.99,\"count\":474175}\n";
static const char bob[] = "{\"name\":\"Bob\",\"gender\":\"male\",\"probability\":0.99,\"count\":1010896}\n";

/* Both programs, with the same arguments and input: they must say the same, but for their own name. */
static void both_say(const char *arguments, const char *input, size_t len, int status, const char *output,
	const char *errors)
{
	static const char *const programs[] = {"genderize", "genderize_sync"};
	char text[512] = "";

	for (int i = 0; i < 2; i++) {
		process_start(&run, "%s %s %s", programs[i], here, arguments);
		process_feed(&run, input, len);
		assert_int_equal(process_finish(&run), status);
		assert_string_equal(run.output.at, output);
		if (*errors)
			snprintf(text, sizeof text, "%s: %s", programs[i], errors);
		assert_errors(&run, text);
	}
}

/* ---- names ---- */

static void test_arguments(void **state)
{
	char both[256];

	(void)state;
	snprintf(both, sizeof both, "%s%s", alice, bob);
	both_say("--ordered Alice Bob", "", 0, 0, both, "");
	both_say("Alice --ordered -- Bob", "Eve\n", 4, 0, both, "");
	both_say("--ordered -- --help", "", 0, 0,
		"{\"name\":\"--help\",\"gender\":null,\"probability\":0.0,\"count\":0}\n", "");
}

/* Lines as they come from all kinds of systems and editors; what is no name is named by its number, and the
 * others go on. */
static void s2_lines_of_all_kinds_of_systems(void **state)
{
	static const struct {
		struct slice input;
		bool alice, bob; /* are asked for */
		int status;
		const char *errors;
	} cases[] = {
		{TEXT("Alice\nBob\n"), true, true, 0, ""},
		{TEXT("Alice\nBob"), true, true, 0, ""},
		{TEXT("Alice\r\nBob\r\n"), true, true, 0, ""},
		{TEXT("\n\r\n\nAlice\n\n\nBob\n\n\r\n"), true, true, 0, ""},
		{TEXT(""), false, false, 0, ""},
		{TEXT("\n\n"), false, false, 0, ""},
		{TEXT("Al\0ice\nBob\n"), false, true, 1,
			"name 1 of standard input: has a control character in it\n"},
		{TEXT("\xEF\xBB\xBF\"Alice\"\r\n\t Bob \r\n"), true, true, 0, ""},
		{TEXT("Alice\rBob\r"), true, true, 0, ""},
		{TEXT("Alice\nB\tob\n"), true, false, 1,
			"name 2 of standard input: has a control character in it\n"},
		{TEXT("Alice\nBo\033[31mb\n"), true, false, 1,
			"name 2 of standard input: has a control character in it\n"},
		{TEXT("\377\376A\0n\0n\0\r\0\n\0"), false, false, 1,
			"standard input: is UTF-16: save it as UTF-8\n"},
	};
	char output[256];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(output, sizeof output, "%s%s", cases[i].alice ? alice : "", cases[i].bob ? bob : "");
		both_say("--ordered", cases[i].input.at, cases[i].input.len, cases[i].status, output,
			cases[i].errors);
	}
}

/* 255 bytes are a name, 256 and 300 are not; and what a line is too long by is not taken for the next one. */
static void test_long_names(void **state)
{
	char input[700], output[512], name[256];

	(void)state;
	memset(name, 'x', 255);
	name[255] = '\0';
	snprintf(input, sizeof input, "%s\n%s%045d\nBob\n", name, name, 0);
	snprintf(output, sizeof output,
		"{\"name\":\"%s\",\"gender\":null,\"probability\":0.0,\"count\":0}\n%s", name, bob);
	both_say("--ordered", input, strlen(input), 1, output,
		"name 2 of standard input: is longer than 255 bytes\n");
	snprintf(input, sizeof input, "%sy\nBob\n", name);
	both_say("--ordered", input, strlen(input), 1, bob,
		"name 1 of standard input: is longer than 255 bytes\n");
}

static void test_utf8(void **state)
{
	static const char input[] = "José\nДмитрий\n李明\n";
	static const char output[] =
		"{\"name\":\"José\",\"gender\":\"male\",\"probability\":0.99,\"count\":508117}\n"
		"{\"name\":\"Дмитрий\",\"gender\":\"male\",\"probability\":0.96,\"count\":13260}\n"
		"{\"name\":\"李明\",\"gender\":null,\"probability\":0.0,\"count\":0}\n";

	(void)state;
	both_say("--ordered", input, sizeof input - 1, 0, output, "");
	/* What is not UTF-8 the service has an answer to as well. */
	process_run(&run, "Jos\xe9\nBob\n", "genderize %s --ordered", here);
	assert_int_equal(run.status, 1);
	assert_string_equal(run.output.at, bob);
	assert_memory_equal(
		run.errors.at, "genderize: Jos\\xE9: 400, message='Bad Request', error='", 55);
}

/* Answers come as soon as possible, although it is not known how many names will follow. */
static void test_late_names(void **state)
{
	static const char *const names[] = {"Alice\n", "Bob"};

	(void)state;
	process_start(&run, "genderize %s", here);
	process_feed(&run, "\r\nAl", 4);
	process_feed(&run, "ice\n", 4);
	assert_non_null(strstr(process_line(&run), "Alice"));
	process_feed(&run, names[1], strlen(names[1]));
	process_close_input(&run);
	assert_non_null(strstr(process_line(&run), "Bob"));
	assert_null(process_line(&run));
	assert_int_equal(process_finish(&run), 0);
	assert_errors(&run, "");
}

static void test_input_that_cannot_be_read(void **state)
{
	(void)state;
	both_say("--ordered Bob", "", 0, 0, bob, "");
	run.input_file = "/";
	process_run(&run, "", "genderize %s", here);
	assert_int_equal(run.status, 1);
	assert_errors(&run, "genderize: standard input: Is a directory\n");
	process_run(&run, "", "genderize_sync %s", here);
	assert_int_equal(run.status, 1);
	assert_errors(&run, "genderize_sync: standard input: Is a directory\n");
	run.input_file = NULL;
}

/* ---- what comes out ---- */

static void test_formats(void **state)
{
	static const char names[] = "Alice\nXyzzy\n\"Q\",7\n";

	(void)state;
	both_say("--ordered --format jsonl", names, sizeof names - 1, 0,
		"{\"name\":\"Alice\",\"gender\":\"female\",\"probability\":0.99,\"count\":474175}\n"
		"{\"name\":\"Xyzzy\",\"gender\":null,\"probability\":0.0,\"count\":0}\n"
		"{\"name\":\"\\\"Q\\\",7\",\"gender\":null,\"probability\":0.0,\"count\":0}\n",
		"");
	both_say("--ordered --format csv", names, sizeof names - 1, 0,
		"name,gender,probability,count\nAlice,female,0.99,474175\nXyzzy,,0.0,0\n\"\"\"Q\"\",7\",,0.0,"
		"0\n",
		"");
	both_say("--ordered --format table", names, sizeof names - 1, 0,
		"name          gender   probability      count\n"
		"Alice         female          0.99     474175\n"
		"Xyzzy         unknown         0.00          0\n"
		"\"Q\",7         unknown         0.00          0\n",
		"");
	both_say("--format csv", "", 0, 0, "name,gender,probability,count\n", "");
	both_say("--format table", "", 0, 0, "", "");
}

/* Where in the input a row's name stood, each at once. */
static int place(const char *row)
{
	char name[32];
	const char *at;

	assert_int_equal(sscanf(row, "{\"name\":\"%31[^\"]", name), 1);
	strcat(name, "\n");
	at = strstr(many, name);
	assert_non_null(at);
	return (int)(at - many);
}

/* How many rows stand behind one that came later in the input; all of the names must be there, each once. */
static int out_of_order(const struct server *kitchen, const char *options)
{
	bool seen[sizeof many] = {false};
	int last = -1, rows = 0, count = 0;
	const char *row;

	process_start(&run, "genderize --url %s %s", kitchen->url, options);
	process_feed(&run, many, sizeof many - 1);
	process_close_input(&run);
	for (; (row = process_line(&run)); rows++) {
		int at = place(row);

		assert_false(seen[at]);
		seen[at] = true;
		count += at < last;
		last = at;
	}
	assert_int_equal(rows, MANY);
	assert_int_equal(process_finish(&run), 0);
	return count;
}

static void test_order(void **state)
{
	static struct server slow, quick;

	(void)state;
	server_start(&slow, "--plain --cook 0-100");
	assert_true(out_of_order(&slow, "") > 0);
	assert_int_equal(out_of_order(&slow, "--ordered"), 0);
	server_stop(&slow);
	server_start(&quick, "--plain --cook 0-5");
	assert_int_equal(out_of_order(&quick, "--limit 1"), 0);
	server_stop(&quick);
}

/* The blocking program stands beside the other one, and knows its options. */
static void test_sync(void **state)
{
	static struct process_text table;

	(void)state;
	process_run(&run, many, "genderize %s --ordered --format table", here);
	assert_int_equal(run.status, 0);
	table = run.output;
	process_run(&run, many, "genderize_sync --format table %s", here);
	assert_string_equal(run.output.at, table.at);
	process_run(&run, "", "genderize_sync Alice --format csv Bob %s -- -x", here);
	assert_int_equal(run.status, 0);
	assert_string_equal(run.output.at, "name,gender,probability,count\nAlice,female,0.99,474175\nBob,"
					   "male,0.99,1010896\n-x,,0.0,0\n");
	assert_errors(&run, "");
}

static int open_kitchen(void **state)
{
	(void)state;
	server_start(&server, "--cook 0-8");
	snprintf(here, sizeof here, "--url %s --cacert %s", server.url, server.cafile);
	return 0;
}

static int close_kitchen(void **state)
{
	if (server.process.pid)
		server_stop(&server);
	return process_kill_all(state);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arguments),
		cmocka_unit_test(s2_lines_of_all_kinds_of_systems),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_late_names),
		cmocka_unit_test(test_input_that_cannot_be_read),
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_sync),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, open_kitchen, close_kitchen);
}
