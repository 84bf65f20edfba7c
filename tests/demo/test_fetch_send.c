/* test_fetch_send.c - what fetch sends beside GET, where it goes when it follows redirects, and what -v tells
 * of it. */
#include "tests/lib/fetching.h"

#include <stdlib.h>
#include <unistd.h>

#define HELLO   "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
#define OURS    "User-Agent: fetch/1\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
#define FORM    "Content-Type: application/x-www-form-urlencoded\r\n"
#define GOES_TO "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "

/* ---- -X and -d ---- */

static void sends(const char *options, const char *request)
{
	struct service_line line;
	char whole[512];

	process_start(&fetch_run, "fetch %s http://127.0.0.1:%u/a", options, service_port);
	service_admit(&line, false);
	service_answer(&line, HELLO);
	snprintf(whole, sizeof whole, request, service_port);
	assert_string_equal(line.request, whole);
	assert_int_equal(process_finish(&fetch_run), 0);
	service_hang_up(&line);
}

static void a_method_and_data_are_sent_as_by_curl(void **state)
{
	(void)state;
	sends("-X DELETE", "DELETE /a HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n" OURS "\r\n");
	sends("-d a=b",
		"POST /a HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n" OURS FORM "Content-Length: 3\r\n\r\na=b");
	sends("-d a=b -d c -X PUT",
		"PUT /a HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n" OURS FORM "Content-Length: 5\r\n\r\na=b&c");
	sends("-H content-type:text/x -d {}", "POST /a HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n" OURS
					      "Content-Length: 2\r\ncontent-type:text/x\r\n\r\n{}");
	sends("-X POST", "POST /a HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n" OURS "Content-Length: 0\r\n\r\n");
}

static void data_may_come_from_a_file(void **state)
{
	char path[300], options[320];
	FILE *file;

	(void)state;
	snprintf(path, sizeof path, "%s/data", service_folder);
	file = fopen(path, "w");
	fputs("a=b\r\n&c\n", file);
	fclose(file);
	snprintf(options, sizeof options, "-d @%s -d d", path);
	sends(options,
		"POST /a HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n" OURS FORM "Content-Length: 7\r\n\r\na=b&c&d");
	unlink(path);
}

static void what_cannot_be_sent_is_refused(void **state)
{
	static const struct {
		const char *line;
		int code;
		const char *message;
	} cases[] = {
		{"-d @/nonexistent http://127.0.0.1:1/", 2,
			"fetch: -d: '***' is not data, or a file that can be read\n"},
		{"-d @/ http://127.0.0.1:1/", 2,
			"fetch: -d: '***' is not data, or a file that can be read\n"},
		{"http://127.0.0.1:1/ -d", 2, "fetch: -d: '' is not data, or a file that can be read\n"},
		{"-X A\nB http://127.0.0.1:1/", 3, "fetch: (3) invalid method, url="},
		{"-X CONNECT http://127.0.0.1:1/", 3, "fetch: (3) invalid method, url="},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		process_run(&fetch_run, "", "fetch %s", cases[i].line);
		if (fetch_run.status != cases[i].code || !strstr(fetch_run.errors.at, cases[i].message))
			fail_msg("%s: status %d, %s", cases[i].line, fetch_run.status, fetch_run.errors.at);
	}
}

/* ---- -L ---- */

static void a_redirect_is_followed_where_asked(void **state)
{
	struct service_line line;

	(void)state;
	process_start(&fetch_run, "fetch -L -d a=b http://127.0.0.1:%u/a/b", service_port);
	service_admit(&line, false);
	service_answer(&line, GOES_TO "../c\r\n\r\n");
	service_next_request(&line);
	assert_int_equal(strncmp(line.request, "GET /c HTTP/1.1\r\n", 17), 0);
	service_answer(&line, HELLO);
	assert_int_equal(process_finish(&fetch_run), 0);
	assert_string_equal(fetch_run.output.at, "hello");
	service_hang_up(&line);
}

static void a_redirect_without_an_end_is_47(void **state)
{
	struct service_line line;

	(void)state;
	process_start(&fetch_run, "fetch -L http://127.0.0.1:%u/a", service_port);
	service_admit(&line, false);
	for (int i = 0; i < 50; i++) {
		service_answer(&line, GOES_TO "/a\r\n\r\n");
		service_next_request(&line);
	}
	service_answer(&line, GOES_TO "/a\r\n\r\n");
	assert_int_equal(process_finish(&fetch_run), 47);
	assert_non_null(strstr(fetch_run.errors.at,
		"fetch: (47) a redirect that is not followed: there were too many before"));
	service_hang_up(&line);
}

/* ---- -v ---- */

static void v_tells_the_heads_but_no_secret(void **state)
{
	struct service_line line;
	char told[1024];

	(void)state;
	process_start(&fetch_run,
		"fetch -v -L -H Cookie:s3cret -d pass=s3cret http://127.0.0.1:%u/?a=b&apikey=s3cret",
		service_port);
	service_admit(&line, false);
	service_answer(&line, GOES_TO "/?b=s3cret\r\nSet-Cookie: c\r\n\r\n");
	service_next_request(&line);
	assert_non_null(strstr(line.request, "Cookie:s3cret"));
	service_answer(&line, HELLO);
	assert_int_equal(process_finish(&fetch_run), 0);
	assert_string_equal(fetch_run.output.at, "hello");
	snprintf(told, sizeof told,
		"> POST /?a=b&apikey=*** HTTP/1.1\n> Host: 127.0.0.1:%u\n> User-Agent: fetch/1\n> Accept: "
		"*/*\n"
		"> Accept-Encoding: identity\n> Content-Type: application/x-www-form-urlencoded\n> "
		"Content-Length: 11\n"
		"> Cookie: ***\n> \n< HTTP/1.1 302 Found\n< Content-Length: 0\n< Location: /?b=***\n< "
		"Set-Cookie: ***\n< \n"
		"> GET /?b=*** HTTP/1.1\n> Host: 127.0.0.1:%u\n> User-Agent: fetch/1\n> Accept: */*\n"
		"> Accept-Encoding: identity\n> Cookie: ***\n> \n< HTTP/1.1 200 OK\n< Content-Length: 5\n< "
		"\n",
		service_port, service_port);
	assert_string_equal(fetch_run.errors.at, told);
	service_hang_up(&line);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_method_and_data_are_sent_as_by_curl),
		cmocka_unit_test(data_may_come_from_a_file),
		cmocka_unit_test(what_cannot_be_sent_is_refused),
		cmocka_unit_test(a_redirect_is_followed_where_asked),
		cmocka_unit_test(a_redirect_without_an_end_is_47),
		cmocka_unit_test(v_tells_the_heads_but_no_secret),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, service_open, service_close);
}
