/* test_message.c - heads of responses: status lines, field lines, framing (RFC 9112 sections 2, 4, 5,
 * 6, 9.3). */
#include "tests/lib/feed_head.h"

#define H            "HTTP/1.1 200 OK\r\n" /* begins a head */
#define OLD          "HTTP/1.0 200 OK\r\n"
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

static const struct bad bad_start_lines[] = {
	BAD(NOT_HTTP, "\r\n" H END), /* section 2.2 excuses empty lines before requests only */
	BAD(NOT_HTTP, "http/1.1 200 OK\r\n" END),
	BAD(NOT_HTTP, " HTTP/1.1 200 OK\r\n" END),
	BAD(NOT_HTTP, "SSH-2.0-OpenSSH_9.2\r\n"),
	BAD(NOT_HTTP, "<html>"),
	BAD(NOT_HTTP, "ICY 200 OK\r\n" END),
	BAD(NOT_HTTP, "\0\0\0"),
	BAD(NOT_HTTP, "HTTQ"),
	BAD(VERSION, "HTTP/\r\n"),
	BAD(VERSION, "HTTP/1.1\t200 OK\r\n"),
	BAD(VERSION, "HTTP/1.2 200 OK\r\n"),
	BAD(VERSION, "HTTP/1.9 200 OK\r\n"),
	BAD(VERSION, "HTTP/1.10 200 OK\r\n"),
	BAD(VERSION, "HTTP/1. 200 OK\r\n"),
	BAD(VERSION, "HTTP/1.x 200 OK\r\n"),
	BAD(VERSION, "HTTP/11 200 OK\r\n"),
	BAD(VERSION, "HTTP/01.1 200 OK\r\n"),
	BAD(VERSION, "HTTP/0.9 200 OK\r\n"),
	BAD(VERSION, "HTTP/2 200\r\n"),
	BAD(VERSION, "HTTP/2.0 200 OK\r\n"),
	BAD(VERSION, "HTTP/1,1 200 OK\r\n"),
	BAD(VERSION, "HTTP/ 1.1 200 OK\r\n"),
	BAD(STATUS, "HTTP/1.1\r\n"),
	BAD(STATUS, "HTTP/1.1 \r\n"),
	BAD(STATUS, "HTTP/1.1 OK\r\n"),
	BAD(STATUS, "HTTP/1.1  200 OK\r\n"),
	BAD(STATUS, "HTTP/1.1 20 OK\r\n"),
	BAD(STATUS, "HTTP/1.1 2000 OK\r\n"),
	BAD(STATUS, "HTTP/1.1 200OK\r\n"),
	BAD(STATUS, "HTTP/1.1 200\tOK\r\n"),
	BAD(STATUS, "HTTP/1.1 2x0 OK\r\n"),
	BAD(STATUS, "HTTP/1.1 -20 OK\r\n"),
	BAD(STATUS, "HTTP/1.1 +20 OK\r\n"),
	BAD(STATUS, "HTTP/1.1 0x1 OK\r\n"),
	BAD(STATUS, "HTTP/1.1 \xb2\xb0\xb0 OK\r\n"),
	BAD(UPGRADE, "HTTP/1.1 101 Switching Protocols\r\n"),
	BAD(CONTROL, "HTTP/1.1 200 O\0K\r\n"),
	BAD(CONTROL, "HTTP/1.1 200 O\x1b[2JK\r\n"),
	BAD(CONTROL, "HTTP/1.1 200 \x7f\r\n"),
	BAD(BARE_LF, "HTTP/1.1 200 OK\n"),
	BAD(BARE_LF, "HTTP/1.1\n"),
	BAD(BARE_CR, "HTTP/1.1 200 OK\r\r\n"),
	BAD(BARE_CR, "HTTP/1.1 200 OK\rX: y\r\n"),
};

static const struct bad bad_fields[] = {
	BAD(BARE_LF, H "A: b\n"),
	BAD(BARE_LF, H "A: b\r\n\n"),
	BAD(BARE_LF, H "\n"),
	BAD(BARE_LF, H "A\n"),
	BAD(BARE_CR, H "A: b\rc\r\n"),
	BAD(BARE_CR, H "A: b\r\r\n"),
	BAD(BARE_CR, H "A: b\r\n\rX"),
	BAD(BARE_CR, H "\r\r\n"),
	BAD(CONTROL, H "A: \0\r\n"),
	BAD(CONTROL, H "A\0: b\r\n"),
	BAD(CONTROL, H "\0"),
	BAD(CONTROL, H "A: \x01\r\n"),
	BAD(CONTROL, H "A: b\vc\r\n"),
	BAD(CONTROL, H "A: b\x7f\r\n"),
	BAD(FOLDED, H " A: b\r\n"),
	BAD(FOLDED, H "\tA: b\r\n"),
	BAD(CONTROL, H "A: b\r\n \0\r\n"), /* a folded line is judged as well */
	BAD(BARE_LF, H "A: b\r\n c\n"),
	BAD(NAME_SPACE, H "A : b\r\n"),
	BAD(NAME_SPACE, H "A\t: b\r\n"),
	BAD(NAME_SPACE, H "A b: c\r\n"),
	BAD(NAME_SPACE, H "Transfer-Encoding : chunked\r\n"),
	BAD(NAME, H ": b\r\n"),
	BAD(NAME, H "A(b): c\r\n"),
	BAD(NAME, H "A/b: c\r\n"),
	BAD(NAME, H "\"A\": b\r\n"),
	BAD(NAME, H "N\xc3\xa4me: b\r\n"),
	BAD(NO_COLON, H "A\r\n"),
	BAD(NO_COLON, H "A: b\r\nc\r\n"),
	BAD(NAME, H H END),
};

static const struct bad bad_framing[] = {
	BAD(LENGTH, H "Content-Length:\r\n" END),
	BAD(LENGTH, H "Content-Length: \t \r\n" END),
	BAD(LENGTH, H "Content-Length: +5\r\n" END),
	BAD(LENGTH, H "Content-Length: -5\r\n" END),
	BAD(LENGTH, H "Content-Length: -0\r\n" END),
	BAD(LENGTH, H "Content-Length: 0x5\r\n" END),
	BAD(LENGTH, H "Content-Length: 5a\r\n" END),
	BAD(LENGTH, H "Content-Length: 5.0\r\n" END),
	BAD(LENGTH, H "Content-Length: 5e1\r\n" END),
	BAD(LENGTH, H "Content-Length: 5 5\r\n" END),
	BAD(LENGTH, H "Content-Length: 5, 5\r\n" END),
	BAD(LENGTH, H "Content-Length: 5\r\n 5\r\n" END),
	BAD(LENGTH, H "Content-Length: 5,6\r\n" END),
	BAD(LENGTH, H "Content-Length: 5,\r\n" END),
	BAD(LENGTH, H "Content-Length: ,5\r\n" END),
	BAD(LENGTH, H "Content-Length: \"5\"\r\n" END),
	BAD(LENGTH, H "Content-Length: 5;q=1\r\n" END),
	BAD(LENGTH, H "Content-Length: \xd9\xa5\r\n" END), /* a digit, but an Arabic one */
	BAD(LENGTH_OVERFLOW, H "Content-Length: 9223372036854775808\r\n" END),
	BAD(LENGTH_OVERFLOW, H "Content-Length: 18446744073709551615\r\n" END),
	BAD(LENGTH_OVERFLOW, H "Content-Length: 18446744073709551617\r\n" END),
	BAD(LENGTH_OVERFLOW, H "Content-Length: 99999999999999999999999999999999999999\r\n" END),
	BAD(LENGTH_REPEATED, H "Content-Length: 5\r\nContent-Length: 5\r\n" END),
	BAD(LENGTH_REPEATED, H "Content-Length: 5\r\nX: y\r\ncontent-LENGTH: 6\r\n" END),
	BAD(LENGTH_REPEATED, H "Content-Length: 0\r\nContent-Length: 0\r\n" END),
	BAD(LENGTH_REPEATED, H "Content-Length: 5\r\nContent-Length: x\r\n" END),
	BAD(CODING, H "Transfer-Encoding:\r\n" END),
	BAD(CODING, H "Transfer-Encoding: identity\r\n" END),
	BAD(CODING, H "Transfer-Encoding: gzip\r\n" END),
	BAD(CODING, H "Transfer-Encoding: gzip, chunked\r\n" END),
	BAD(CODING, H "Transfer-Encoding: chunked, gzip\r\n" END),
	BAD(CODING, H "Transfer-Encoding: chunked, chunked\r\n" END),
	BAD(CODING, H "Transfer-Encoding: ,chunked\r\n" END),
	BAD(CODING, H "Transfer-Encoding: chunked;a=b\r\n" END),
	BAD(CODING, H "Transfer-Encoding: \"chunked\"\r\n" END),
	BAD(CODING, H "Transfer-Encoding: xchunked\r\n" END),
	BAD(CODING, H "Transfer-Encoding: chunkedx\r\n" END),
	BAD(CODING, H "Transfer-Encoding: chun ked\r\n" END),
	BAD(CODING, H "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n" END),
	BAD(CODING, H "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n" END),
	BAD(CODING_AND_LENGTH, H "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n" END),
	BAD(CODING_AND_LENGTH, H "Content-Length: 0\r\nTransfer-Encoding: Chunked\r\n" END),
	BAD(CODING_AND_LENGTH, OLD "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n" END),
	BAD(CODING_OLD, OLD "Transfer-Encoding: chunked\r\n" END),
	/* A body that is none does not excuse a lie about its length. */
	BAD(LENGTH, "HTTP/1.1 204 No Content\r\nContent-Length: x\r\n" END),
	BAD(LENGTH_REPEATED, "HTTP/1.1 304 Same\r\nContent-Length: 5\r\nContent-Length: 6\r\n" END),
	BAD(CODING_AND_LENGTH,
		"HTTP/1.1 100 Go on\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n" END),
};

struct good {
	enum role role;
	const char *text;
	int status;
	enum body_kind body;
	uint64_t length;
	bool keep_alive;
};

static const struct good good_heads[] = {
	{RESPONSE, H END, 200, BODY_TO_EOF, 0, false},
	{RESPONSE, "HTTP/1.1 200 \r\n" END, 200, BODY_TO_EOF, 0, false},
	{RESPONSE, "HTTP/1.1 200\r\n" END, 200, BODY_TO_EOF, 0, false},
	{RESPONSE, "HTTP/1.1 404  two\tspaces \r\n" END, 404, BODY_TO_EOF, 0, false},
	{RESPONSE, "HTTP/1.1 500 Gr\xc3\xb6\xdf\r\n" END, 500, BODY_TO_EOF, 0, false},
	{RESPONSE, "HTTP/1.1 999 Denied\r\nContent-Length: 0\r\n" END, 999, BODY_LENGTH, 0, true},
	{RESPONSE, H "Content-Length: 5\r\n" END "hello", 200, BODY_LENGTH, 5, true},
	{RESPONSE, H "CONTENT-LENGTH:0005\t \r\n" END, 200, BODY_LENGTH, 5, true},
	{RESPONSE, H "content-length: 9223372036854775807\r\n" END, 200, BODY_LENGTH, INT64_MAX, true},
	{RESPONSE, H "Content-Length: 0000000000000000000000000007\r\n" END, 200, BODY_LENGTH, 7, true},
	{RESPONSE, H "Content-Length-X: a\r\nXContent-Length: b\r\n" END, 200, BODY_TO_EOF, 0, false},
	{RESPONSE, H "Transfer-Encoding: chunked\r\n" END, 200, BODY_CHUNKED, 0, true},
	{RESPONSE, H "transfer-encoding:\t CHUNKED \r\n" END, 200, BODY_CHUNKED, 0, true},
	{RESPONSE, H "Content-Length: 5\r\nConnection: close\r\n" END, 200, BODY_LENGTH, 5, false},
	{RESPONSE, H "Connection: keep-alive , CLOSE\r\nContent-Length: 5\r\n" END, 200, BODY_LENGTH, 5,
		false},
	{RESPONSE, H "Connection: x\r\nContent-Length: 5\r\nConnection: close\r\n" END, 200, BODY_LENGTH, 5,
		false},
	{RESPONSE, H "Connection: ,,close\r\nContent-Length: 5\r\n" END, 200, BODY_LENGTH, 5, false},
	{RESPONSE, H "Connection: closed, no-close, clos\r\nContent-Length: 5\r\n" END, 200, BODY_LENGTH, 5,
		true},
	{RESPONSE, H "Connection:\r\nContent-Length: 5\r\n" END, 200, BODY_LENGTH, 5, true},
	{RESPONSE, OLD "Content-Length: 5\r\n" END, 200, BODY_LENGTH, 5, false},
	{RESPONSE, OLD "Content-Length: 5\r\nConnection: Keep-Alive\r\n" END, 200, BODY_LENGTH, 5, true},
	{RESPONSE, OLD "Content-Length: 5\r\nConnection: keep-alive, close\r\n" END, 200, BODY_LENGTH, 5,
		false},
	{RESPONSE, OLD "Connection: keep-alive\r\n" END, 200, BODY_TO_EOF, 0, false},
	{RESPONSE, H "Content-Length:\r\n 5\r\n" END, 200, BODY_LENGTH, 5, true}, /* folded: section 5.2 */
	{RESPONSE, H "A: b\r\n \r\nContent-Length: 5\r\n\t \r\n" END, 200, BODY_LENGTH, 5, true},
	{RESPONSE, H "Content-Length: 5\r\nConnection: x,\r\n close\r\n" END, 200, BODY_LENGTH, 5, false},
	{RESPONSE, "HTTP/1.1 100 Continue\r\n" END, 100, BODY_NONE, 0, true},
	{RESPONSE, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n" END H END, 103, BODY_NONE, 0, true},
	{RESPONSE, "HTTP/1.1 100 Go\r\nContent-Length: 9\r\n" END, 100, BODY_NONE, 0, false},
	{RESPONSE, "HTTP/1.1 204 No Content\r\n" END, 204, BODY_NONE, 0, true},
	{RESPONSE, "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n" END, 204, BODY_NONE, 0, true},
	{RESPONSE, "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n" END "hello", 204, BODY_NONE, 0, false},
	{RESPONSE, "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n" END, 204, BODY_NONE, 0, false},
	{RESPONSE, "HTTP/1.1 304 Same\r\nContent-Length: 5\r\n" END, 304, BODY_NONE, 0, true},
	{RESPONSE, "HTTP/1.1 304 Same\r\nTransfer-Encoding: chunked\r\n" END, 304, BODY_NONE, 0, true},
	{RESPONSE, "HTTP/1.1 205 Reset\r\nContent-Length: 0\r\n" END, 205, BODY_LENGTH, 0, true},
	{RESPONSE_TO_HEAD, H "Content-Length: 5\r\n" END, 200, BODY_NONE, 0, true},
	{RESPONSE_TO_HEAD, H "Transfer-Encoding: chunked\r\n" END, 200, BODY_NONE, 0, true},
	{RESPONSE_TO_HEAD, H END, 200, BODY_NONE, 0, true},
	{RESPONSE_TO_HEAD, OLD END, 200, BODY_NONE, 0, false},
	{RESPONSE_TO_HEAD, "HTTP/1.1 404 No\r\nConnection: close\r\n" END, 404, BODY_NONE, 0, false},
};

static void refuse_all(const struct bad *cases, size_t count)
{
	for (size_t i = 0; i < count; i++)
		feed_expect(feed_head(RESPONSE, cases[i].text), cases[i].error, cases[i].text);
}

static void malformed_start_lines_are_refused(void **state)
{
	(void)state;
	refuse_all(bad_start_lines, COUNT(bad_start_lines));
}

static void malformed_field_lines_are_refused(void **state)
{
	(void)state;
	refuse_all(bad_fields, COUNT(bad_fields));
}

static void false_framing_is_refused(void **state)
{
	(void)state;
	refuse_all(bad_framing, COUNT(bad_framing));
}

static void good_heads_are_understood(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good_heads); i++) {
		const struct good *good = &good_heads[i];
		struct slice text = slice_of(good->text);
		struct outcome out = feed_head(good->role, text);

		feed_expect(out, MESSAGE_OK, text);
		assert_int_equal(out.status, good->status);
		assert_int_equal(out.body, good->body);
		assert_int_equal(out.length, good->length);
		assert_int_equal(out.keep_alive, good->keep_alive);
		assert_int_equal(out.minor, good->text[7] - '0');
		assert_int_equal(out.size, strstr(good->text, "\r\n\r\n") + 4 - good->text);
	}
}

/* What is read of a folded field is one line, with spaces for the folds and what surrounds them. */
static void n4_a_fold_becomes_spaces(void **state)
{
	char text[] = H "A: b\r\n \tc\r\nD:\r\n e\r\n  \r\n\tf\r\nG: h\r\n" END;
	static const char *const values[] = {"b    c", "e       f", "h"};
	struct head head = {0};
	struct slice name, value;

	(void)state;
	assert_int_equal(head_parse_response(&head, text, sizeof text - 1, false), PARSE_OK);
	for (size_t i = 0; i < COUNT(values); i++) {
		assert_true(field_next(&head.fields, &name, &value));
		assert_int_equal(value.len, strlen(values[i]));
		assert_memory_equal(value.at, values[i], value.len);
	}
	assert_false(field_next(&head.fields, &name, &value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(malformed_start_lines_are_refused),
		cmocka_unit_test(malformed_field_lines_are_refused),
		cmocka_unit_test(false_framing_is_refused),
		cmocka_unit_test(good_heads_are_understood),
		cmocka_unit_test(n4_a_fold_becomes_spaces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
