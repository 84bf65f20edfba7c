/* test_genderize_wire.c - what the programs send, over how many connections, and what they make of replies
 * that are not what was agreed. The service is the test itself. */
#include "tests/lib/process.h"
#include "tests/lib/service.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct process run;

/* ---- requests ---- */

static void test_request(void **state)
{
	static const char *const programs[] = {"genderize", "genderize_sync"};
	static const struct {
		const char *path, *options, *name, *target;
	} cases[] = {
		{"", "", "Bob", "/?name=Bob"},
		{"/", "", "Bob", "/?name=Bob"},
		{"/v2/?x=1", "", "Bob", "/v2/?x=1&name=Bob"},
		{"", "--country de", "José & Söhne", "/?name=Jos%C3%A9%20%26%20S%C3%B6hne&country_id=de"},
		{"", "--country DE --apikey k/+=&", "=+/?#%\"<",
			"/?name=%3D%2B%2F%3F%23%25%22%3C&country_id=DE&apikey=k%2F%2B%3D%26"},
		{"", "", " Mary Ann ", "/?name=Mary%20Ann"},
	};
	struct service_line line;
	char start[512], host[64];

	(void)state;
	snprintf(host, sizeof host, "\r\nHost: 127.0.0.1:%u\r\n", service_port);
	for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
		process_start(&run, "%s --url http://127.0.0.1:%u%s %s", programs[i % 2], service_port,
			cases[i / 2].path, cases[i / 2].options);
		process_feed(&run, cases[i / 2].name, strlen(cases[i / 2].name));
		process_close_input(&run);
		service_admit(&line, false);
		service_answer(&line, service_last_reply);
		service_hang_up(&line);
		assert_int_equal(process_finish(&run), 0);
		snprintf(start, sizeof start, "GET %s HTTP/1.1\r\n", cases[i / 2].target);
		assert_memory_equal(line.request, start, strlen(start));
		assert_non_null(strstr(line.request, host));
	}
}

/* ---- connections ---- */

/* One place, one connection; requests go over it as long as it lives, and a new one is made when the
 * service has hung up. */
static void test_reuse(void **state)
{
	struct service_line line;

	(void)state;
	for (int over_tls = 0; over_tls < 2; over_tls++) {
		if (over_tls)
			process_start(&run,
				"genderize --limit 1 --url https://127.0.0.1:%u --cacert %s/ca.pem A B C D E",
				service_port, service_folder);
		else
			process_start(&run, "genderize --limit 1 --url http://127.0.0.1:%u A B C D E",
				service_port);
		service_admit(&line, over_tls);
		service_answer(&line, service_reply);
		service_next_request(&line);
		service_answer(&line, service_reply);
		service_next_request(&line);
		service_answer(&line, service_last_reply);
		service_hang_up(&line);
		service_admit(&line, over_tls);
		assert_non_null(strstr(line.request, "name=D"));
		service_answer(&line, service_reply);
		service_next_request(&line);
		assert_non_null(strstr(line.request, "name=E"));
		service_answer(&line, service_reply);
		service_assert_left(&line);
		service_hang_up(&line);
		assert_int_equal(process_finish(&run), 0);
		assert_errors(&run, "");
	}
}

/* The service closes a connection at the very moment in which it is used again: the request is sent again on
 * a new one, without a message. */
static void test_replay(void **state)
{
	struct service_line line;

	(void)state;
	process_start(&run, "genderize --limit 1 --url http://127.0.0.1:%u A B", service_port);
	service_admit(&line, false);
	service_answer(&line, service_reply);
	service_next_request(&line);
	service_hang_up(&line);
	service_admit(&line, false);
	assert_non_null(strstr(line.request, "name=B"));
	service_answer(&line, service_reply);
	service_hang_up(&line);
	assert_int_equal(process_finish(&run), 0);
	assert_errors(&run, "");
}

/* ---- replies ---- */

#define FIELDS        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n"
#define JSON(body)    FIELDS "\r\n" body
#define CHUNKED(body) FIELDS "Transfer-Encoding: chunked\r\n\r\n" body
#define GONE          "server disconnected, url='http:"
#define EARLY         "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
#define NO_JSON       "HTTP/1.1 301 Moved\r\nLocation: /x\r\nConnection: close\r\n\r\n"

/* Each fault spoils the answer for one name, which is reported with the reason; the next answer is good. */
static void test_replies(void **state)
{
	static const struct {
		const char *reply;
		const char *async, *sync; /* words of the reason; NULL: it is answered */
	} cases[] = {
		{"", GONE, "server disconnected: no reply"},
		{"HTTP/1.1 200 OK\r\nContent-Ty", GONE, "server disconnected: no reply"},
		{"SSH-2.0-OpenSSH_9.2\r\n", "not a proper HTTP reply: ", "not a proper HTTP reply: "},
		{FIELDS "Content-Length: 99\r\n\r\n{", "a body that was cut short",
			"a body that was cut short"},
		{CHUNKED("zz\r\n"), "damaged reply: ", "damaged reply: "},
		{JSON("<html>"), "not JSON: ", "not JSON: "},
		{JSON("{\"gender\":\"male\""), "not JSON: cut short", "not JSON: cut short"},
		{JSON("[]"), "the reply is not an object", "the reply is not an object"},
		{JSON("{}"), "the reply has no \"gender\"", "the reply has no \"gender\""},
		{JSON("{\"gender\":\"m\"}"), "\"gender\" is neither", "\"gender\" is neither"},
		{JSON("{\"gender\":null,\"probability\":2}"), "\"probability\" is not",
			"\"probability\" is not"},
		{JSON("{\"gender\":null,\"count\":-1}"), "\"count\" is not a count",
			"\"count\" is not a count"},
		{JSON("{\"gender\":null}"), NULL, NULL},
		{JSON("{\"gender\":\"male\",\"probability\":\"0.97\",\"count\":1}"), NULL, NULL},
		{EARLY JSON("{\"gender\":null}"), NULL, NULL},
		{CHUNKED("8\r\n{\"gender\r\n7\r\n\":null}\r\n0\r\n\r\n"), NULL, NULL},
		{"HTTP/1.1 404 Not\033Found\r\n\r\n", "not a proper HTTP reply", "not a proper HTTP reply"},
		{"HTTP/1.1 404 Not Found\r\n\r\n", "404, message='Not Found', url='http://", "404: http://"},
		{NO_JSON, "301, Location '/x', which is not followed", "301, Location '/x', which is not followed"},
	};
	struct service_line line;

	(void)state;
	for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
		const char *words = i % 2 ? cases[i / 2].sync : cases[i / 2].async;

		process_start(&run, "%s --retries 0 --url http://127.0.0.1:%u --limit 1 Bob Eve",
			i % 2 ? "genderize_sync" : "genderize", service_port);
		service_admit(&line, false);
		service_answer(&line, cases[i / 2].reply);
		service_hang_up(&line);
		service_admit(&line, false);
		service_answer(&line, service_last_reply);
		service_hang_up(&line);
		if (process_finish(&run) != (words ? 1 : 0) ||
			(strstr(run.output.at, "Bob") != NULL) != !words)
			fail_msg("%zu: status %d, output %s, errors %s", i / 2, run.status, run.output.at,
				run.errors.at);
		if (words && (!strstr(run.errors.at, ": Bob: ") || !strstr(run.errors.at, words)))
			fail_msg("%zu: no \"%s\" in: %s", i / 2, words, run.errors.at);
		assert_non_null(strstr(run.output.at, "{\"name\":\"Eve\",\"gender\":\"male\","));
		assert_null(strchr(run.errors.at, '\033'));
	}
}

/* A body without a length is whole when its connection has ended; under TLS that must be said. */
static void test_cut_under_tls(void **state)
{
	static const char *const programs[] = {"genderize", "genderize_sync"};
	struct service_line line;

	(void)state;
	for (int i = 0; i < 2; i++) {
		process_start(&run, "%s --retries 0 --url https://127.0.0.1:%u --cacert %s/ca.pem --limit 1 Bob Eve",
			programs[i], service_port, service_folder);
		service_admit(&line, true);
		service_answer(&line, service_last_reply);
		shutdown(line.fd, SHUT_RDWR);
		service_hang_up(&line);
		service_admit(&line, true);
		service_answer(&line, service_last_reply);
		service_hang_up(&line);
		assert_int_equal(process_finish(&run), 1);
		assert_string_equal(run.output.at,
			"{\"name\":\"Eve\",\"gender\":\"male\",\"probability\":0.5,\"count\":7}\n");
		assert_non_null(strstr(run.errors.at, "Bob: "));
		assert_non_null(strstr(run.errors.at, "cut short"));
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_request),
		cmocka_unit_test(test_reuse),
		cmocka_unit_test(test_replay),
		cmocka_unit_test(test_replies),
		cmocka_unit_test(test_cut_under_tls),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, service_open, service_close);
}
