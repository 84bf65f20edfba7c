/* test_view_browser.c - the timeline in a real browser without a window: it loads without an error, shows
 * what the record holds, and steps both ways and quickly. Skipped where there is no Chromium. */
#include "demo/view/segments.h"
#include "tests/lib/view_run.h"

enum { REPORT_SIZE = 16384 };

static struct process program;
static char report[REPORT_SIZE];

static const char *find_browser(void)
{
	static const char *const names[] = {"chromium", "chromium-browser", "google-chrome"};
	char command[64];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(command, sizeof command, "command -v %s >/dev/null", names[i]);
		if (system(command) == 0)
			return names[i];
	}
	return NULL;
}

static void copy_file(FILE *out, const char *path)
{
	FILE *in = fopen(path, "r");
	int c;

	if (!in)
		fail_msg("%s cannot be read; the tests run in the tree's root", path);
	while ((c = getc(in)) != EOF)
		putc(c, out);
	fclose(in);
}

/* The page, with ears for errors before its first script, and the test behind its last. */
static void write_test_page(const char *expected)
{
	char *page = view_read("run.html"), *body = strstr(page, "<body>\n");
	FILE *out = fopen(view_path("test.html"), "w");

	assert_non_null(body);
	assert_non_null(out);
	fwrite(page, 1, (size_t)(body - page), out);
	fprintf(out,
		"<body><script>var errors = []; addEventListener('error', e => errors.push(e.message));"
		" addEventListener('securitypolicyviolation', e => errors.push(e.violatedDirective));"
		"</script>%s<script>const expect = %s;\n",
		body + strlen("<body>"), expected);
	copy_file(out, "tests/house/view_page.js");
	fputs("</script>", out);
	free(page);
	assert_int_equal(fclose(out), 0);
}

/* Leaves what the page reported in report. */
static void browse(const char *browser)
{
	char command[512], line[4096];
	bool inside = false;
	FILE *dom;

	/* Its own errors are about the machine: no GPU, no bus. */
	snprintf(command, sizeof command,
		"timeout 50 %s --headless=new --no-sandbox --disable-gpu --window-size=1280,800 "
		"--user-data-dir=%s/browser --dump-dom file://%s/test.html 2>/dev/null",
		browser, view_folder, view_folder);
	report[0] = '\0';
	dom = popen(command, "r");
	assert_non_null(dom);
	while (fgets(line, sizeof line, dom)) {
		char *begin = strstr(line, "<pre class=\"\" id=\"report\"");

		inside = (inside || begin) && !strstr(line, "</pre>");
		if (inside && strlen(report) + strlen(line) < sizeof report)
			strcat(report, begin ? strchr(begin, '>') + 1 : line);
	}
	pclose(dom);
}

static void count_segments(const char *name, size_t *events, int states[4])
{
	FILE *in = fopen(view_path(name), "r");
	struct events run;
	struct segments segments;

	assert_true(events_read(&run, in, name));
	fclose(in);
	assert_true(segments_make(&segments, &run));
	*events = run.count;
	for (size_t i = 0; i < segments.count; i++)
		states[segments.list[i].state]++;
	segments_free(&segments);
	events_free(&run);
}

/* Makes a page of these records, with the test in it, and looks at it. */
static void look_at(const char *records, const char *expected)
{
	const char *browser = find_browser();

	if (!browser)
		skip();
	assert_int_equal(process_run(&program, "", "timeline -o %s %s", view_path("run.html"), records), 0);
	write_test_page(expected);
	browse(browser);
	if (!strstr(report, "ok no error") || strstr(report, "not ok"))
		fail_msg("the page says:\n%s", report);
}

static void test_page(int clients)
{
	int states[4] = {0};
	size_t events;
	char expected[512];

	view_record("run", clients);
	count_segments("run", &events, states);
	snprintf(expected, sizeof expected,
		"{lanes: %d, events: %zu, segments: [%d, %d, %d, %d], reason: 'a timer', "
		"file: 'tests/lib/view_run.c:'}",
		clients + 2, events, states[0], states[1], states[2], states[3]);
	look_at(view_path("run"), expected);
}

static void test_several(void **state)
{
	char records[512];

	(void)state;
	view_record("a", 3);
	view_record("b", 5);
	view_record("c", 2);
	snprintf(records, sizeof records, "%s %s %s", view_path("a"), view_path("b"), view_path("c"));
	look_at(records, "{several: true}");
}

static void test_small(void **state)
{
	(void)state;
	test_page(8);
}

static void test_thousand_workers(void **state)
{
	(void)state;
	test_page(VIEW_CLIENTS_MAX);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_small),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_thousand_workers),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests_name("view_browser", tests, view_open, view_close);
}
