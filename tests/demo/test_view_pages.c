/* test_view_pages.c - what timeline writes: complete, well-formed, and harmless whatever the record
 * holds. */
#include "demo/view/segments.h"
#include "http/parse/json.h"
#include "tests/lib/view_run.h"

static struct process program;

/* A record whose every text tries to get out of where it stands. */
static const char hostile[] =
	"{\"record\":1,\"clock\":\"virtual\",\"backend\":\"epoll\"}\n"
	"{\"seq\":1,\"t\":0,\"ev\":\"spawn\",\"worker\":1,\"name\":\"</script><script>alert(1)</script>\","
	"\"coro\":\"<!--\",\"file\":\"src/here.c\",\"line\":2,\"func\":\"a\\u2028b\",\"by\":0}\n"
	"{\"seq\":2,\"t\":0,\"ev\":\"resume\",\"worker\":1}\n"
	"{\"seq\":3,\"t\":7,\"ev\":\"suspend\",\"worker\":1,\"for\":\"\\\"<&\\u0000\\u001b[2J\\u202e\","
	"\"at\":\"../secret.c:1 f < /etc/shadow.c:1 g < src/gone.c:3 h < src/key.k:1 i < src/here.c:2 "
	"j\"}\n"
	"{\"seq\":4,\"t\":9,\"ev\":\"poll-begin\",\"sleep\":-1}\n";

/* The page's data, parsed; the text of the page is to be freed. */
static char *read_data(struct json *data, const char *name)
{
	static const char mark[] = "<script type=\"application/json\" id=\"data\">\n";
	char *page = view_read(name), *begin = strstr(page, mark), *end;

	assert_non_null(begin);
	begin += sizeof mark - 1;
	end = strstr(begin, "</script>");
	assert_non_null(end);
	assert_int_equal(json_parse(data, (struct slice){begin, (size_t)(end - begin)}), JSON_OK);
	return page;
}

static void make_page(const char *records)
{
	assert_int_equal(process_run(&program, "", "timeline -o %s --source %s %s", view_path("run.html"),
				 view_folder, records),
		0);
	assert_string_equal(program.errors.at, "");
}

static int count_of(const char *text, const char *word)
{
	int count = 0;

	for (; (text = strstr(text, word)); text += strlen(word))
		count++;
	return count;
}

static void test_page_is_harmless(void **state)
{
	struct json data;
	char *page;

	(void)state;
	view_write("hostile", hostile);
	view_write("src/here.c", "one\n</script><!-- \x01\xff \xe2\x80\xae\n");
	view_write("src/key.k", "a key");
	make_page(view_path("hostile"));
	page = read_data(&data, "run.html");
	assert_int_equal(count_of(page, "</script"), 2); /* the data's and the code's */
	assert_int_equal(count_of(page, "<!--"), 0);
	assert_int_equal(count_of(page, "alert(1)"), 1); /* as a text */
	assert_int_equal(count_of(page, "\xe2\x80\xa8") + count_of(page, "\xe2\x80\xae"), 0);
	for (const char *at = page; *at; at++)
		assert_true((unsigned char)*at >= ' ' || *at == '\n' || *at == '\t');
	json_close(&data);
	free(page);
}

/* It opens from disk and makes no request. */
static void test_page_needs_nothing(void **state)
{
	static const char *const words[] = {
		"http:", "https:", " src=", "@import", "url(", "@include", "@data\n"};
	char *page;

	(void)state;
	view_write("hostile", hostile);
	make_page(view_path("hostile"));
	page = view_read("run.html");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		assert_int_equal(count_of(page, words[i]), 0);
	assert_int_equal(count_of(page, "default-src 'none'"), 1);
	free(page);
}

static void test_sources(void **state)
{
	struct json data;
	char *page, text[64];
	int sources;

	(void)state;
	view_write("hostile", hostile);
	view_write("src/here.c", "one\n\ttwo<\n");
	make_page(view_path("hostile"));
	page = read_data(&data, "run.html");
	sources = json_get(&data, 0, "sources");
	assert_int_equal(json_size(&data, sources), 3);
	assert_int_equal(json_type(&data, json_get(&data, sources, "loop/loop.c")), JSON_NULL); /* there is none here */
	assert_true(json_string(&data, json_get(&data, sources, "src/here.c"), text, sizeof text));
	assert_string_equal(text, "one\n\ttwo<\n");
	assert_int_equal(json_type(&data, json_get(&data, sources, "src/gone.c")), JSON_NULL);
	json_close(&data);
	free(page);
}

static void test_events_and_segments(void **state)
{
	struct json data;
	char *page, records[300];
	int run;

	(void)state;
	view_record("run", 12);
	view_write("hostile", hostile);
	snprintf(records, sizeof records, "%s %s", view_path("hostile"), view_path("run"));
	make_page(records);
	page = read_data(&data, "run.html");
	run = json_item(&data, json_get(&data, 0, "runs"), 0);
	assert_int_equal(json_size(&data, json_get(&data, run, "events")), 4 * 6);
	assert_int_equal(json_size(&data, json_get(&data, run, "segments")), 7 * 5);
	run = json_item(&data, json_get(&data, 0, "runs"), 1);
	assert_int_equal(json_size(&data, json_get(&data, run, "workers")), 13);
	assert_true(json_equals(&data, json_get(&data, run, "clock"), slice_of("virtual")));
	json_close(&data);
	free(page);
}

static void test_refusals(void **state)
{
	static const struct {
		const char *command, *errors;
		int status;
	} cases[] = {
		{"timeline", "timeline: missing argument: 'RECORD' (see --help)\n", 2},
		{"timeline --what", "timeline: unknown option: '--what' (see --help)\n", 2},
		{"timeline a b c d e f g h i", "timeline: unexpected argument: 'i' (see --help)\n", 2},
		{"timeline /nowhere/at/all", "timeline: /nowhere/at/all: No such file", 1},
		{"timeline /dev/null", "timeline: /dev/null:", 1},
		{"explain", "explain: missing argument: 'RECORD' (see --help)\n", 2},
		{"explain a b", "explain: unexpected argument: 'b' (see --help)\n", 2},
		{"explain /nowhere/at/all", "explain: /nowhere/at/all: No such file", 1},
		{"explain /dev/null", "explain: /dev/null:", 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(process_run(&program, "", "%s", cases[i].command), cases[i].status);
		assert_string_equal(program.output.at, "");
		if (strncmp(program.errors.at, cases[i].errors, strlen(cases[i].errors)) != 0)
			fail_msg("%s: errors are: %s", cases[i].command, program.errors.at);
	}
}

static void test_write_errors(void **state)
{
	(void)state;
	if (access("/dev/full", W_OK) != 0)
		skip();
	view_write("hostile", hostile);
	assert_int_equal(process_run(&program, "", "timeline -o /dev/full %s", view_path("hostile")), 1);
	assert_string_equal(program.errors.at, "timeline: /dev/full: No space left on device\n");
	program.output_file = "/dev/full";
	assert_int_equal(process_run(&program, "", "timeline %s", view_path("hostile")), 1);
	program.output_file = NULL;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_page_is_harmless),
		cmocka_unit_test(test_page_needs_nothing),
		cmocka_unit_test(test_sources),
		cmocka_unit_test(test_events_and_segments),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_write_errors),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests_name("view_pages", tests, view_open, view_close);
}
