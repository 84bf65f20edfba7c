/* test_explain_page.c - notes/restaurant.md and its picture: what they show is what the commands print. */
#include "tests/lib/process.h"

#include <stdlib.h>
#include <unistd.h>

enum { PAGE_MAX = 32768, PICTURE_MAX = 61440, FRAMES = 32 };

static struct process program;
static char name[] = "/tmp/test_explain.XXXXXX";

static char *read_whole(const char *path, char *text, size_t room)
{
	FILE *in = fopen(path, "r");

	if (!in)
		fail_msg("%s cannot be read; the tests run in the tree's root", path);
	text[fread(text, 1, room - 1, in)] = '\0';
	fclose(in);
	return text;
}

static size_t count(const char *text, const char *words)
{
	size_t n = 0;

	while ((text = strstr(text, words))) {
		n++;
		text++;
	}
	return n;
}

/* ---- the picture ---- */

static void the_picture_is_the_commands(void **state)
{
	static char picture[PICTURE_MAX + 1];
	const char *last;

	(void)state;
	read_whole("notes/restaurant.svg", picture, sizeof picture);
	assert_in_range(strlen(picture), 1, PICTURE_MAX - 1);
	assert_int_equal(process_run(&program, "", "restaurant --customers 5 --chefs 3 --dish pasta --svg"), 0);
	if (strcmp(program.output.at, picture) != 0)
		fail_msg("notes/restaurant.svg is not what `make recording` writes");
	assert_int_equal(count(picture, "<g class=\"f"), FRAMES);
	last = strstr(picture, "<g class=\"f l\"");
	assert_non_null(last);
	assert_non_null(strstr(last, ">30.0 s<"));
	assert_null(strstr(last + 1, "<g class"));
	assert_non_null(strstr(picture, "<desc id=\"d\">"));
	assert_int_equal(count(picture, "http"), 1); /* the name of SVG itself: nothing is loaded */
}

static void write_record(const char *way, const char *text)
{
	char path[64];
	FILE *out;

	snprintf(path, sizeof path, "%s/x.%s", name, way);
	out = fopen(path, "w");
	assert_non_null(out);
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
}

/* A name stays a name, whatever it is called. */
static void names_are_no_markup(void **state)
{
	static const char record[] =
		"{\"record\":1}\n{\"t\":0,\"ev\":\"spawn\",\"worker\":1,\"name\":\"door\",\"by\":0}\n"
		"{\"t\":0,\"ev\":\"spawn\",\"worker\":2,\"name\":\"<b>&\\u001b[1m\",\"by\":1}\n"
		"{\"t\":0,\"ev\":\"resume\",\"worker\":2}\n"
		"{\"t\":1000000000,\"ev\":\"done\",\"worker\":2,\"status\":\"burnt\"}\n";

	(void)state;
	write_record("sync", record);
	write_record("async", record);
	assert_int_equal(process_run(&program, "", "restaurant --replay %s/x --svg", name), 0);
	assert_string_equal(program.errors.at, "");
	assert_non_null(strstr(program.output.at, "&#60;b>&#38;"));
	assert_null(strstr(program.output.at, "<b>"));
	assert_null(strchr(program.output.at, '\033'));
	assert_non_null(strstr(program.output.at, "m1-3l6 6m0-6l-6 6\"/>")); /* gone: a cross */
	assert_int_equal(process_run(&program, "", "restaurant --replay %s/y --svg", name), 1);
	assert_string_equal(program.output.at, "");
}

/* ---- the page ---- */

/* Does the output begin with this line, or if it may, have it further down? Returns what follows it. Blanks
 * at the end do not count. */
static const char *find_line(const char *output, const char *line, bool further)
{
	size_t len = strlen(line);

	while (output && *output) {
		const char *end = output + strcspn(output, "\n"), *next = *end ? end + 1 : end;

		while (end > output && end[-1] == ' ')
			end--;
		if ((size_t)(end - output) == len && strncmp(output, line, len) == 0)
			return next;
		if (!further)
			break;
		output = next;
	}
	fail_msg("not in the output: %s", line);
	return NULL;
}

/* A line of a block, which has four blanks before each: commands, with lines of their outputs. Where …
 * stands, some are left out. */
static int check_line(const char *line, const char **output)
{
	static bool further;

	if (strncmp(line, "$ build/", 8) == 0) {
		if (*output && !further)
			assert_string_equal(*output, "");
		assert_int_equal(process_run(&program, "", "%s", line + 8), 0);
		*output = program.output.at;
		further = false;
		return 1;
	}
	if (strcmp(line, "…") != 0)
		*output = find_line(*output, line, further);
	further = strcmp(line, "…") == 0;
	return 0;
}

static void the_page_shows_what_is_printed(void **state)
{
	static char page[PAGE_MAX];
	const char *output = NULL;
	char *rest = read_whole("notes/restaurant.md", page, sizeof page);
	int commands = 0;

	(void)state;
	for (char *line; (line = strtok_r(rest, "\n", &rest));)
		if (strncmp(line, "    ", 4) == 0)
			commands += check_line(line + 4, &output);
	assert_int_equal(commands, 6);
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(name) ? 0 : -1;
}

static int remove_folder(void **state)
{
	static const char *const files[] = {"/x.sync", "/x.async", ""};
	char path[64];

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s%s", name, files[i]);
		remove(path);
	}
	return process_kill_all(state);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_picture_is_the_commands),
		cmocka_unit_test(names_are_no_markup),
		cmocka_unit_test(the_page_shows_what_is_printed),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
