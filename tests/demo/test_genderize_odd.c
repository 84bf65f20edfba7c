/* test_genderize_odd.c - N5: a reply that is not what was asked for says what it is, in both programs. */
#include "tests/lib/process.h"
#include "tests/lib/service.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static struct process run;

#define REPLY(status, fields, body) "HTTP/1.1 " status "\r\nConnection: close\r\n" fields "\r\n" body
#define JSON                        "Content-Type: application/json\r\n"
#define GOOD                        "{\"gender\":\"male\"}"
#define SAYS(text)                  "{\"error\":\"" text "\"}"

static void ask_both(const char *reply, const char *async, const char *sync)
{
	struct service_line line;

	for (int i = 0; i < 2; i++) {
		process_start(&run, "%s --retries 0 --url http://127.0.0.1:%u?apikey=5ecret Bob",
			i ? "genderize_sync" : "genderize", service_port);
		service_admit(&line, false);
		service_answer(&line, reply);
		service_hang_up(&line);
		assert_int_equal(process_finish(&run), 1);
		if (!strstr(run.errors.at, i ? sync : async))
			fail_msg("no \"%s\" in: %s", i ? sync : async, run.errors.at);
		assert_null(strstr(run.errors.at, "5ecret"));
		assert_null(strchr(run.errors.at, '\033'));
		assert_string_equal(run.output.at, "");
	}
}

/* A redirect is no answer, though its body may look like one. */
static void test_N5_redirects(void **state)
{
	(void)state;
	for (int status = 301; status <= 308; status++) {
		char reply[200], words[80];

		snprintf(reply, sizeof reply, REPLY("%d Go", "Location: /x\r\n" JSON, GOOD), status);
		snprintf(words, sizeof words, ": Bob: %d, Location '/x', which is not followed", status);
		if (status == 304)
			continue; /* that one never has a body */
		ask_both(reply, words, words);
	}
	ask_both(REPLY("302 Found", "Location: https://a.example/?apikey=5ecret\r\n", ""),
		"302, Location 'https://a.example/?apikey=***', which is not followed",
		"302, Location 'https://a.example/?apikey=***', which is not followed");
	ask_both(REPLY("304 Not Modified", JSON, ""), "304, no Location", "304, no Location");
}

static void test_N5_other_content(void **state)
{
	static const struct {
		const char *reply, *async, *sync;
	} cases[] = {
		{REPLY("200 OK", "Content-Type: text/html; charset=utf-8\r\n", "<html>log in to this wifi"),
			"the reply is not JSON: status 200, Content-Type 'text/html; charset=utf-8'",
			"not JSON: an unexpected character (status 200, Content-Type 'text/html; charset=utf-8')"},
		{REPLY("200 OK", "Content-Type: a\x9b/b\r\n", "x"), "Content-Type 'a?/b'", "Content-Type 'a?/b'"},
		{REPLY("204 No Content", "", ""), "the reply is not JSON: status 204, no Content-Type",
			"not JSON: empty (status 204, no Content-Type)"},
		{REPLY("203 Other", JSON, "{"), "not JSON: cut short (status 203, Content-Type 'application/json')",
			"not JSON: cut short (status 203, Content-Type 'application/json')"},
		{REPLY("200 OK", "Content-Encoding: gzip\r\n" JSON, "\x1f\x8b"),
			"the reply is encoded: Content-Encoding 'gzip'", "the reply is encoded: Content-Encoding 'gzip'"},
		{REPLY("200 OK", JSON, "\xef\xbb\xbf" GOOD), "not JSON: a byte order mark stands before it",
			"not JSON: a byte order mark stands before it"},
		{REPLY("200 OK", JSON, "{\"count\":1}"), "the reply has no \"gender\"", "the reply has no \"gender\""},
		{REPLY("200 OK", JSON, SAYS("No names")), "the reply has no \"gender\", but error='No names'",
			"the reply has no \"gender\", but error='No names'"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ask_both(cases[i].reply, cases[i].async, cases[i].sync);
}

/* What the server itself says of an error, if it says it in JSON; but not the key, should it quote that. */
static void test_N5_errors_in_the_servers_words(void **state)
{
	static const struct {
		const char *reply, *async, *sync;
	} cases[] = {
		{REPLY("401 Unauthorized", JSON, SAYS("Invalid API key")),
			"401, message='Unauthorized', error='Invalid API key', url=", "401, error='Invalid API key': http"},
		{REPLY("402 Payment Required", JSON, SAYS("Not active")),
			"402, message='Payment Required', error='Not active', url=", "402, error='Not active': http"},
		{REPLY("422 Unprocessable Content", JSON, SAYS("Missing 'name' parameter")),
			"422, message='Unprocessable Content', error='Missing 'name' parameter', url=",
			"422, error='Missing 'name' parameter': http"},
		{REPLY("200 OK", JSON, SAYS("No key 5ecret")), "the reply has no \"gender\", but error='No key ***'",
			"the reply has no \"gender\", but error='No key ***'"},
		{REPLY("403 No", JSON, SAYS("5ecret is no key")), "403, message='No', error='*** is no key', url=",
			"403, error='*** is no key': http"},
		{REPLY("403 No", JSON, SAYS("red \\u001b[31m")), "403, message='No', error='red ?[31m', url=",
			"403, error='red ?[31m': http"},
		{REPLY("403 No", JSON, SAYS("No")), "403, message='No', url=", "403, error='No': http"},
		{REPLY("403 No", JSON, "{\"error\":1}"), "403, message='No', url=", "403: http"},
		{REPLY("403 No", JSON, "<html>"), "403, message='No', url=", "403: http"},
		{REPLY("403 No", "", SAYS("text")), "403, message='No', url=", "403, error='text': http"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ask_both(cases[i].reply, cases[i].async, cases[i].sync);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_N5_redirects),
		cmocka_unit_test(test_N5_other_content),
		cmocka_unit_test(test_N5_errors_in_the_servers_words),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, service_open, service_close);
}
