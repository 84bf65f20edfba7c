/* test_reply.c - N5: what a reply is that is not what was asked for. */
#include "http/parse/reply.h"
#include "http/parse/url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static char words[REPLY_WORDS_MAX];

static struct head head_of(const char *status, const char *fields)
{
	static char text[2048];
	struct head head = {0};

	snprintf(text, sizeof text, "HTTP/1.1 %s\r\n%s\r\n", status, fields);
	assert_int_equal(head_parse_response(&head, text, strlen(text), false), PARSE_OK);
	return head;
}

static void N5_says_status_and_type(void **state)
{
	static const struct {
		const char *status, *fields, *words;
		bool is_json;
	} cases[] = {
		{"200 OK", "Content-Type: application/json\r\n", "status 200, Content-Type 'application/json'", true},
		{"200 OK", "Content-Type: A/B+JSON ; q=1\r\n", "status 200, Content-Type 'A/B+JSON ; q=1'", true},
		{"200 OK", "Content-Type: text/html\r\n", "status 200, Content-Type 'text/html'", false},
		{"200 OK", "Content-Type: json\r\n", "status 200, Content-Type 'json'", false},
		{"200 OK", "Content-Type:\r\n", "status 200, Content-Type ''", false},
		{"204 No", "", "status 204, no Content-Type", false},
		{"200 OK", "Content-Type: caf\xe9\r\n", "status 200, Content-Type 'caf?'", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct head head = head_of(cases[i].status, cases[i].fields);

		reply_describe(&head, words);
		assert_string_equal(words, cases[i].words);
		assert_int_equal(reply_is_json(&head), cases[i].is_json);
	}
}

/* Every 3xx is one, nothing else is; the key in a Location is not shown, nor more of it than fits. */
static void N5_says_where_a_redirect_leads(void **state)
{
	char fields[1100], key[] = "Location: /?apikey=5ecret\r\n";
	struct head head;

	(void)state;
	for (int status = 200; status < 600; status++) {
		char line[16];

		snprintf(line, sizeof line, "%d X", status);
		head = head_of(line, key);
		assert_int_equal(reply_redirects(&head, words), status / 100 == 3);
	}
	head = head_of("301 X", key);
	assert_true(reply_redirects(&head, words));
	assert_string_equal(words, "301, Location '/?apikey=***', which is not followed");
	head = head_of("300 X", "");
	assert_true(reply_redirects(&head, words));
	assert_string_equal(words, "300, no Location");
	snprintf(fields, sizeof fields, "Location: /%01000d\r\n", 0);
	head = head_of("301 X", fields);
	assert_true(reply_redirects(&head, words));
	assert_non_null(strstr(words, "00...', which is not followed"));
}

static void N5_says_how_it_is_encoded(void **state)
{
	struct head head;

	(void)state;
	head = head_of("200 OK", "Content-Encoding: gzip, br\r\n");
	assert_true(reply_is_encoded(&head, words));
	assert_string_equal(words, "Content-Encoding 'gzip, br'");
	head = head_of("200 OK", "Content-Encoding: Identity\r\n");
	assert_false(reply_is_encoded(&head, words));
	head = head_of("200 OK", "Content-Encoding:\r\n");
	assert_false(reply_is_encoded(&head, words));
	head = head_of("200 OK", "");
	assert_false(reply_is_encoded(&head, words));
}

static void N5_repeats_what_the_server_says(void **state)
{
	static const struct {
		const char *body, *words;
	} cases[] = {
		{"{\"error\":\"Invalid API key\"}", "error='Invalid API key'"},
		{"{\"error\":\"\"}", "error=''"},
		{"{\"error\":\"\\u001b[1m\\n\\u00e9z\"}", "error='?[1m???z'"},
		{"{\"error\":\"a\\u0000b\"}", "error='a\\u0000b'"},
		{"{\"error\":1}", ""},
		{"{}", ""},
		{"[\"error\"]", ""},
		{"\"error\"", ""},
		{"", ""},
		{"<html>", ""},
	};
	char body[1100];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(reply_body_error(slice_of(cases[i].body), SLICE(""), words), *cases[i].words != '\0');
		assert_string_equal(words, cases[i].words);
	}
	snprintf(body, sizeof body, "{\"error\":\"%01000d\"}", 0);
	assert_true(reply_body_error(slice_of(body), SLICE(""), words));
	assert_string_equal(words + strlen(words) - 5, "0...'");
}

/* The words are cut where half of the key would be left. */
static void N5_shows_no_half_of_a_key(void **state)
{
	static const char url[] = "http://h/?apikey=0123456789abcdef";
	char body[256];

	(void)state;
	for (int before = 60; before < 84; before++) {
		snprintf(body, sizeof body, "{\"error\":\"%*s0123456789abcdef\"}", before, "");
		assert_true(reply_body_error(slice_of(body), slice_of(url), words));
		assert_null(strstr(words, "01"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(N5_says_status_and_type),
		cmocka_unit_test(N5_says_where_a_redirect_leads),
		cmocka_unit_test(N5_says_how_it_is_encoded),
		cmocka_unit_test(N5_repeats_what_the_server_says),
		cmocka_unit_test(N5_shows_no_half_of_a_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
