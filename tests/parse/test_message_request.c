/* test_message_request.c - heads of requests: request lines, targets, Host, framing (RFC 9112 sections
 * 2.2, 3, 6). */
#include "tests/lib/feed_head.h"

#define GET          "GET / HTTP/1.1\r\n" /* begins a head */
#define OLD          "GET / HTTP/1.0\r\n"
#define HOST         "Host: a\r\n"
#define END          "\r\n"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct bad {
	struct slice text;
	enum message_error error;
};

#define BAD(error, literal)                                                                                  \
	{                                                                                                    \
		{(literal), sizeof(literal) - 1}, MESSAGE_##error                                            \
	}

static const struct bad bad_heads[] = {
	BAD(REQUEST_LINE, "\r\n\r\n"), /* one empty line is excused, no more */
	BAD(REQUEST_LINE, "\r\n\r\n" GET HOST END),
	BAD(REQUEST_LINE, "GET\r\n"),
	BAD(REQUEST_LINE, "GET /\r\n"), /* HTTP/0.9 */
	BAD(REQUEST_LINE, "GET / \r\n"),
	BAD(REQUEST_LINE, " GET / HTTP/1.1\r\n"),
	BAD(REQUEST_LINE, "GET  / HTTP/1.1\r\n"),
	BAD(REQUEST_LINE, "GET /  HTTP/1.1\r\n"),
	BAD(REQUEST_LINE, "GET / HTTP/1.1 \r\n"),
	BAD(REQUEST_LINE, "GET / b HTTP/1.1\r\n"),
	BAD(REQUEST_LINE, "GET\t/\tHTTP/1.1\r\n"),
	BAD(REQUEST_LINE, "GET /HTTP/1.1\r\n"),
	BAD(REQUEST_LINE, "G@T / HTTP/1.1\r\n"),
	BAD(REQUEST_LINE, "GET: / HTTP/1.1\r\n"),
	BAD(REQUEST_LINE, "G\xc4T / HTTP/1.1\r\n"),
	BAD(REQUEST_LINE, "HTTP/1.1 200 OK\r\n"),
	BAD(REQUEST_LINE, "GET / HTTP/1.1\tx\r\n"),
	BAD(REQUEST_LINE, "GET / HTTP/1.10\r\n"),
	BAD(VERSION, "GET / HTTP/1.2\r\n"),
	BAD(VERSION, "GET / HTTP/2.0\r\n"),
	BAD(VERSION, "GET / http/1.1\r\n"),
	BAD(VERSION, "GET / HTTP-1.1\r\n"),
	BAD(VERSION, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), /* HTTP/2 with prior knowledge */
	BAD(TARGET, "GET * HTTP/1.1\r\n"),
	BAD(TARGET, "GET a HTTP/1.1\r\n"),
	BAD(TARGET, "GET ?a HTTP/1.1\r\n"),
	BAD(TARGET, "GET http:///a HTTP/1.1\r\n"), /* no host */
	BAD(TARGET, "GET http://?a HTTP/1.1\r\n"),
	BAD(TARGET, "GET http:// HTTP/1.1\r\n"),
	BAD(TARGET, "GET http:/a HTTP/1.1\r\n"),
	BAD(TARGET, "GET http://b@a/ HTTP/1.1\r\n"), /* RFC 9110 section 4.2.4 */
	BAD(TARGET, "GET http://a\\b/ HTTP/1.1\r\n"),
	BAD(TARGET, "GET http://a/#b HTTP/1.1\r\n"),
	BAD(TARGET, "GET ftp://a/ HTTP/1.1\r\n"),
	BAD(TARGET, "options * HTTP/1.1\r\n"),
	BAD(TARGET, "OPTIONS ** HTTP/1.1\r\n"),
	BAD(HOST, "GET http://a/ HTTP/1.1\r\n" END),
	BAD(TARGET, "CONNECT a:443 HTTP/1.1\r\n"),
	BAD(TARGET, "GET /a#b HTTP/1.1\r\n"),
	BAD(TARGET, "GET /\tb HTTP/1.1\r\n"),
	BAD(TARGET, "GET /Jos\xc3\xa9 HTTP/1.1\r\n"),
	BAD(CONTROL, "GET /\0 HTTP/1.1\r\n"),
	BAD(CONTROL, "GET /\x1f HTTP/1.1\r\n"),
	BAD(CONTROL, "GET /\x7f HTTP/1.1\r\n"),
	BAD(CONTROL, "\x16\x03\x01\x02"), /* a TLS ClientHello where HTTP is spoken */
	BAD(BARE_LF, "\n"),
	BAD(BARE_LF, "GET / HTTP/1.1\n"),
	BAD(BARE_LF, "\r\n\n"),
	BAD(BARE_CR, "\rGET"),
	BAD(BARE_CR, "\r\r\n"),
	BAD(BARE_CR, "GET /\rHTTP/1.1\r\n"),
	BAD(FOLDED, GET " Host: a\r\n"),
	BAD(FOLDED, GET HOST " b\r\n"),
	BAD(NAME_SPACE, GET "Host : a\r\n"),
	BAD(NO_COLON, GET "Host\r\n"),
	BAD(NAME, GET ":\r\n"),
	BAD(HOST, GET END),
	BAD(HOST, GET "Hosts: a\r\n" END),
	BAD(HOST, GET HOST HOST END),
	BAD(HOST, GET HOST "hOST: b\r\n" END),
	BAD(HOST, OLD HOST HOST END),
	BAD(HOST, GET "Host:\r\n" END),
	BAD(HOST, GET "Host: a b\r\n" END),
	BAD(HOST, GET "Host: a, b\r\n" END),
	BAD(HOST, GET "Host: a,b\r\n" END),
	BAD(HOST, GET "Host: a/b\r\n" END),
	BAD(HOST, GET "Host: a@b\r\n" END),
	BAD(HOST, GET "Host: a?b\r\n" END),
	BAD(HOST, GET "Host: a\\b\r\n" END),
	BAD(HOST, GET "Host: \xc3\xa9\r\n" END),
	BAD(LENGTH, GET HOST "Content-Length: -1\r\n" END),
	BAD(LENGTH, GET HOST "Content-Length: 1, 1\r\n" END),
	BAD(LENGTH_REPEATED, GET HOST "Content-Length: 1\r\nContent-Length: 1\r\n" END),
	BAD(LENGTH_OVERFLOW, GET HOST "Content-Length: 9999999999999999999\r\n" END),
	BAD(CODING, GET HOST "Transfer-Encoding: x\r\n" END),
	BAD(CODING, GET HOST "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n" END),
	BAD(CODING_OLD, OLD HOST "Transfer-Encoding: chunked\r\n" END),
	BAD(CODING_AND_LENGTH, GET HOST "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n" END),
	/* The first field that is wrong is the one reported; what is missing comes last. */
	BAD(LENGTH, GET "Content-Length: x\r\nTransfer-Encoding: y\r\n" END),
	BAD(CODING, GET "Transfer-Encoding: y\r\nContent-Length: x\r\n" END),
};

struct good {
	const char *text, *method, *target;
	enum body_kind body;
	uint64_t length;
	bool keep_alive;
};

static const struct good good_heads[] = {
	{GET HOST END, "GET", "/", BODY_NONE, 0, true},
	{"\r\n" GET HOST END, "GET", "/", BODY_NONE, 0, true},
	{GET HOST END GET HOST END, "GET", "/", BODY_NONE, 0, true},
	{"HEAD /a?b=c HTTP/1.1\r\n" HOST END, "HEAD", "/a?b=c", BODY_NONE, 0, true},
	{"get //x HTTP/1.1\r\n" HOST END, "get", "//x", BODY_NONE, 0, true},
	{"!#$%&'*+-.^_`|~09azAZ / HTTP/1.1\r\n" HOST END, "!#$%&'*+-.^_`|~09azAZ", "/", BODY_NONE, 0, true},
	{"GET /?name[]=a&name%5B%5D=b HTTP/1.1\r\n" HOST END, "GET", "/?name[]=a&name%5B%5D=b", BODY_NONE, 0,
		true},
	{"GET /\"<>\\^`{|}~ HTTP/1.1\r\n" HOST END, "GET", "/\"<>\\^`{|}~", BODY_NONE, 0, true},
	{"OPTIONS * HTTP/1.1\r\n" HOST END, "OPTIONS", "*", BODY_NONE, 0, true},
	{"GET /http://b/ HTTP/1.1\r\n" HOST END, "GET", "/http://b/", BODY_NONE, 0, true},
	{"POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n" END "abc", "POST", "/", BODY_LENGTH, 3, true},
	{"POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n" END, "POST", "/", BODY_CHUNKED, 0, true},
	{"PUT / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n" END, "PUT", "/", BODY_LENGTH, 0, true},
	{GET HOST "Connection: close\r\n" END, "GET", "/", BODY_NONE, 0, false},
	{OLD END, "GET", "/", BODY_NONE, 0, false},
	{OLD HOST "Connection: keep-alive\r\n" END, "GET", "/", BODY_NONE, 0, true},
	{GET "Host: [::1]:8443\r\n" END, "GET", "/", BODY_NONE, 0, true},
	{GET "X: y\r\nhost:\tlocalhost:80 \r\n" END, "GET", "/", BODY_NONE, 0, true},
	{GET "Host: xn--bcher-kva.example.\r\n" END, "GET", "/", BODY_NONE, 0, true},
};

static void malformed_requests_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad_heads); i++)
		feed_expect(feed_head(REQUEST, bad_heads[i].text), bad_heads[i].error, bad_heads[i].text);
}

/* Section 3.2.2: whatever Host says then, it is the target's host that counts; but it must be said. */
static void n4_the_absolute_form_is_taken(void **state)
{
	static const char *const forms[][3] = {
		{"http://a", "/", "a"},
		{"HTTPS://A.b:8443/", "/", "A.b:8443"},
		{"http://a/c?d=e", "/c?d=e", "a"},
		{"http://[::1]:80?d", "?d", "[::1]:80"},
		{"/http://a", "/http://a", ""},
	};
	char text[128];

	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++) {
		struct head head = {0};
		int len = sprintf(text, "GET %s HTTP/1.1\r\nHost: other\r\n\r\n", forms[i][0]);

		feed_expect(feed_head(REQUEST, slice_of(text)), MESSAGE_OK, slice_of(text));
		assert_int_equal(head_parse_request(&head, text, (size_t)len), PARSE_OK);
		assert_true(slice_equal(head.target, slice_of(forms[i][1])));
		assert_true(slice_equal(head.authority, slice_of(forms[i][2])));
	}
}

static void expect_slice(const size_t slice[2], const char *text, const char *expected)
{
	assert_int_equal(slice[1], strlen(expected));
	assert_memory_equal(text + slice[0], expected, slice[1]);
}

static void good_requests_are_understood(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good_heads); i++) {
		const struct good *good = &good_heads[i];
		struct slice text = slice_of(good->text);
		struct outcome out = feed_head(REQUEST, text);

		feed_expect(out, MESSAGE_OK, text);
		expect_slice(out.method, good->text, good->method);
		expect_slice(out.target, good->text, good->target);
		assert_int_equal(out.body, good->body);
		assert_int_equal(out.length, good->length);
		assert_int_equal(out.keep_alive, good->keep_alive);
		assert_int_equal(out.size, strstr(good->text + 2, "\r\n\r\n") + 4 - good->text);
	}
}

/* Each of the 256 bytes as a target's second character, and as a method's. */
static void every_byte_of_a_request_line_is_judged(void **state)
{
	static const char token[] = "!#$%&'*+-.^_`|~";
	char text[] = "G?T /? HTTP/1.1\r\nHost: a\r\n\r\n";

	(void)state;
	for (int c = 0; c < 256; c++) {
		bool letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		bool control = (c < ' ' && c != '\t') || c == 0x7f;
		enum message_error error = c == '\r'   ? MESSAGE_BARE_CR
					   : c == '\n' ? MESSAGE_BARE_LF
						       : MESSAGE_CONTROL;

		text[1] = (char)c;
		text[5] = 'x';
		if (!control)
			error = letter || (c && strchr(token, c)) ? MESSAGE_OK : MESSAGE_REQUEST_LINE;
		feed_expect(
			feed_head(REQUEST, (struct slice){text, sizeof(text) - 1}), error, SLICE("method"));
		text[1] = 'E';
		text[5] = (char)c;
		if (!control)
			error = c > ' ' && c < 0x7f && c != '#' ? MESSAGE_OK : MESSAGE_TARGET;
		if (c == ' ')
			error = MESSAGE_REQUEST_LINE;
		feed_expect(
			feed_head(REQUEST, (struct slice){text, sizeof(text) - 1}), error, SLICE("target"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(malformed_requests_are_refused),
		cmocka_unit_test(n4_the_absolute_form_is_taken),
		cmocka_unit_test(good_requests_are_understood),
		cmocka_unit_test(every_byte_of_a_request_line_is_judged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
