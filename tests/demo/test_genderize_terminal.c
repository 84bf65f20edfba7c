/* test_genderize_terminal.c - what a person sees: the programs on a terminal, and what stands on its screen
 * in the end. */
#include "tests/lib/server.h"
#include "tests/lib/words.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { ROWS = 40, COLUMNS = 120 };

static struct server server;
static struct process run;

struct screen {
	char rows[ROWS][COLUMNS + 1];
	int row, column;
	bool bold; /* something was */
};

/* Obeys the sequence behind ESC, and returns how long it is. A terminal knows more; the programs use just
 * these. */
static size_t obey(struct screen *self, const char *sequence)
{
	if (strncmp(sequence, "[K", 2) == 0) {
		self->rows[self->row][self->column] = '\0';
		return 2;
	}
	self->bold = true;
	if (strncmp(sequence, "[1m", 3) != 0 && strncmp(sequence, "[0m", 3) != 0)
		fail_msg("what is \\033%.4s?", sequence);
	return 3;
}

/* Shows the output as a terminal would. */
static void show(struct screen *self, const char *text)
{
	*self = (struct screen){.row = 0};
	for (; *text; text++) {
		if (*text == '\033') {
			text += obey(self, text + 1);
		} else if (*text == '\r') {
			self->column = 0;
		} else if (*text == '\n') {
			self->column = 0;
			assert_in_range(++self->row, 1, ROWS - 1);
		} else {
			assert_in_range(self->column, 0, COLUMNS - 1);
			self->rows[self->row][self->column++] = *text;
		}
	}
}

/* How many rows of the table stand from the given row on. */
static int table_rows(const struct screen *screen, int from)
{
	char name[16], gender[16];
	double probability;
	int number, rows = 0;

	while (sscanf(screen->rows[from + rows], "%15s %15s %lf %d", name, gender, &probability, &number) ==
		4)
		rows++;
	return rows;
}

static const char header[] = "name          gender   probability      count";

/* Without names and pipes the article's five; a progress line while it goes on, and nothing of that in the
 * end. */
static void test_screen(void **state)
{
	static const char *const programs[] = {"genderize", "genderize_sync"};
	static struct screen screen;

	(void)state;
	for (int i = 0; i < 2; i++) {
		process_start(&run, "%s --url %s --cacert %s", programs[i], server.url, server.cafile);
		assert_int_equal(process_finish(&run), 0);
		show(&screen, run.output.at);
		assert_string_equal(screen.rows[0], header);
		assert_true(screen.bold);
		assert_int_equal(table_rows(&screen, 1), 5);
		assert_memory_equal(screen.rows[6], "Time taken: 0.", 14);
		assert_int_equal(screen.row, 7);
		assert_string_equal(screen.rows[7], "");
		assert_true(count_words(run.output.at, " of 5") >= 2);
		assert_non_null(strstr(run.output.at, "  0 of 5"));
	}
}

static void test_plain_terminals(void **state)
{
	static struct screen screen;

	(void)state;
	run.variable = "NO_COLOR=1";
	process_start(&run, "genderize --url %s --cacert %s Bob", server.url, server.cafile);
	assert_int_equal(process_finish(&run), 0);
	show(&screen, run.output.at);
	assert_false(screen.bold);
	run.variable = "TERM=dumb";
	process_start(&run, "genderize --url %s --cacert %s Bob", server.url, server.cafile);
	assert_int_equal(process_finish(&run), 0);
	assert_null(strchr(run.output.at, '\033'));
	show(&screen, run.output.at);
	assert_string_equal(screen.rows[0], header);
	assert_int_equal(table_rows(&screen, 1), 1);
	run.variable = NULL;
}

/* The messages and the progress line do not run into each other. */
static void test_failures_on_screen(void **state)
{
	static struct screen screen;
	static struct server moody;
	int answered, failed = 0;

	(void)state;
	server_start(&moody, "--plain --cook 10-100 --fail 500:50");
	process_start(&run, "genderize --retries 0 --url %s A B C D E F G H", moody.url);
	assert_int_equal(process_finish(&run), 1);
	show(&screen, run.output.at);
	for (int i = 0; i < screen.row; i++) {
		bool is_failure = strncmp(screen.rows[i], "genderize: ", 11) == 0;

		failed += is_failure;
		assert_int_equal(strstr(screen.rows[i], "500, message=") != NULL, is_failure);
		assert_null(strstr(screen.rows[i], " of 8"));
	}
	answered = count_words(run.output.at, "unknown");
	assert_true(answered > 0 && failed > 0);
	assert_int_equal(answered + failed, 8);
	assert_int_equal(screen.row, failed + answered + 2); /* the header, and the time */
	assert_memory_equal(screen.rows[screen.row - 1], "Time taken: 0.", 14);
	server_stop(&moody);
}

/* After Ctrl-C: what was answered, and the time; no half of a progress line. */
static void test_interrupted_screen(void **state)
{
	static struct screen screen;
	static struct server slow;

	(void)state;
	server_start(&slow, "--plain --cook 3600000");
	process_start(&run, "genderize --url %s Bob Eve", slow.url);
	assert_true(process_until(&run, "  0 of 2"));
	assert_int_equal(kill(run.pid, SIGINT), 0);
	assert_int_equal(process_finish(&run), 130);
	show(&screen, run.output.at);
	assert_memory_equal(screen.rows[0], "Time taken: ", 12);
	assert_int_equal(screen.row, 1);
	server_stop(&slow);
}

static int open_kitchen(void **state)
{
	(void)state;
	server_start(&server, "--cook 30-150");
	run.on_terminal = true;
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
		cmocka_unit_test(test_screen),
		cmocka_unit_test(test_plain_terminals),
		cmocka_unit_test(test_failures_on_screen),
		cmocka_unit_test(test_interrupted_screen),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, open_kitchen, close_kitchen);
}
