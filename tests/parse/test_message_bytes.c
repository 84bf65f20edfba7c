/* test_message_bytes.c - heads made by rule rather than by hand: every byte, every status, every
 * truncation, every limit; the work done for a head that trickles in; and the way to its fields. */
#include "tests/lib/feed_head.h"

#define H            "HTTP/1.1 200 OK\r\n"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static char sample[] = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nX: \t\r\nVary: a\r\n"
		       "Content-Type: application/json; charset=utf-8\r\nvary:\t b , c \t\r\n"
		       "Content-Length: 42\r\nConnection: keep-alive\r\n\r\n";

/* What a byte outside of CRLF is refused for wherever it stands, or MESSAGE_OK. */
static enum message_error judge_anywhere(int c)
{
	if (c == '\n')
		return MESSAGE_BARE_LF;
	return (c < ' ' && c != '\t' && c != '\r') || c == 0x7f ? MESSAGE_CONTROL : MESSAGE_OK;
}

static enum message_error judge_in_name(int c)
{
	static const char token[] = "!#$%&'*+-.^_`|~0123456789"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	if (judge_anywhere(c) || c == ':')
		return judge_anywhere(c);
	if (c == '\r')
		return MESSAGE_NO_COLON;
	if (c == ' ' || c == '\t')
		return MESSAGE_NAME_SPACE;
	return strchr(token, c) ? MESSAGE_OK : MESSAGE_NAME;
}

static enum message_error judge_first(int c)
{
	if (c == '\r')
		return MESSAGE_BARE_CR;
	if (c == ' ' || c == '\t')
		return MESSAGE_FOLDED;
	return c == ':' ? MESSAGE_NAME : judge_in_name(c);
}

static enum message_error judge_second(int c)
{
	return c == ' ' || c == '\t' ? MESSAGE_OK : judge_first(c);
}

static enum message_error judge_in_text(int c)
{
	return c == '\r' ? MESSAGE_BARE_CR : judge_anywhere(c);
}

/* All 256 bytes at each place where another rule holds. */
static void every_byte_of_a_field_is_judged(void **state)
{
	static const struct {
		const char *before, *after;
		enum message_error (*judge)(int);
	} places[] = {
		{"HTTP/1.1 200 O", "K\r\n\r\n", judge_in_text},
		{H, "bc: d\r\n\r\n", judge_first},
		{H "a", "c: d\r\n\r\n", judge_in_name},
		{H "ab", ": d\r\n\r\n", judge_in_name},
		{H "ab:", "d\r\n\r\n", judge_in_text},
		{H "ab: c", "d\r\n\r\n", judge_in_text},
		{H "ab: 12345678", "a long value\r\n\r\n", judge_in_text},
		{H "ab: 123456789 12345", " a long value\r\n\r\n", judge_in_text},
		{H "a: b\r\n", "c: d\r\n\r\n", judge_second},
		{H "a: b\r\n ", "c: d\r\n\r\n", judge_in_text},
	};
	char text[80];

	(void)state;
	for (size_t i = 0; i < COUNT(places); i++)
		for (int c = 0; c < 256; c++) {
			size_t len = strlen(places[i].before);
			struct slice whole = {text, len + 1 + strlen(places[i].after)};

			strcpy(text, places[i].before);
			text[len] = (char)c;
			strcpy(text + len + 1, places[i].after);
			feed_expect(feed_head(RESPONSE, whole), places[i].judge(c), whole);
		}
}

static void every_status_is_judged(void **state)
{
	char text[] = "HTTP/1.1 000 Reason\r\n\r\n";
	struct slice whole = {text, sizeof(text) - 1};

	(void)state;
	for (int status = 0; status < 1000; status++) {
		enum message_error error = status == 101 ? MESSAGE_UPGRADE : MESSAGE_OK;
		struct outcome out;

		text[9] = (char)('0' + status / 100);
		text[10] = (char)('0' + status / 10 % 10);
		text[11] = (char)('0' + status % 10);
		out = feed_pieces(RESPONSE, whole, whole.len, 1);
		feed_expect(out, status < 100 ? MESSAGE_STATUS : error, whole);
		if (out.parse == PARSE_OK)
			assert_int_equal(out.status, status);
	}
}

static void every_truncation_wants_more(void **state)
{
	(void)state;
	for (size_t len = 0; len < sizeof(sample) - 1; len++)
		assert_int_equal(
			feed_pieces(RESPONSE, (struct slice){sample, len}, len, 1).parse, PARSE_PARTIAL);
	assert_int_equal(feed_head(RESPONSE, SLICE(sample)).parse, PARSE_OK);
}

/* Whatever a changed, missing or doubled byte does to a head, it does it in all pieces alike. */
static void damage_is_judged_alike_in_all_pieces(void **state)
{
	static const char bytes[] = "\0\r\n\t :,;0a\x7f\x80\xff";
	char text[sizeof(sample) + 1];

	(void)state;
	for (size_t at = 0; at < sizeof(sample) - 1; at++)
		for (size_t i = 0; i < sizeof(bytes); i++) {
			size_t skip = i % 3; /* inserts, replaces, or replaces two */

			if (at + skip > sizeof(sample) - 1)
				continue;
			memcpy(text, sample, at);
			text[at] = bytes[i];
			memcpy(text + at + 1, sample + at + skip, sizeof(sample) - 1 - at - skip);
			struct slice whole = {text, sizeof(sample) - skip};
			struct outcome a = feed_pieces(RESPONSE, whole, whole.len, 1);
			struct outcome b = feed_pieces(RESPONSE, whole, 0, 1),
				       c = feed_pieces(RESPONSE, whole, at, 7);

			feed_same(&b, &a, whole, 0);
			feed_same(&c, &a, whole, at);
		}
}

/* Adds a field line of len bytes and its CRLF to the text. */
static void add_line(char *text, size_t *at, size_t len)
{
	memset(text + *at, 'v', len);
	memcpy(text + *at, "n:", 2);
	memcpy(text + *at + len, "\r\n", 2);
	*at += len + 2;
}

/* A head with count lines of len bytes, and a last one such that the head has size bytes if that is not
 * 0. */
static enum message_error judge_head(size_t len, size_t count, size_t size)
{
	static char text[FEED_MAX];
	size_t at = (size_t)sprintf(text, H);

	for (size_t i = 0; i < count; i++)
		add_line(text, &at, len);
	if (size > 0)
		add_line(text, &at, size - at - 4);
	memcpy(text + at, "\r\n", 2);
	return (enum message_error)feed_head(RESPONSE, (struct slice){text, at + 2}).error;
}

static void limits_are_exact(void **state)
{
	(void)state;
	assert_int_equal(judge_head(MESSAGE_LINE_MAX, 1, 0), MESSAGE_OK);
	assert_int_equal(judge_head(MESSAGE_LINE_MAX + 1, 1, 0), MESSAGE_LINE_TOO_LONG);
	assert_int_equal(judge_head(8000, 8, MESSAGE_HEAD_MAX), MESSAGE_OK);
	assert_int_equal(judge_head(8000, 8, MESSAGE_HEAD_MAX + 1), MESSAGE_HEAD_TOO_LONG);
}

/* A head whose last line begins there, has len bytes, and ends in its CRLF and the empty line, or in another byte, which is
 * wrong. The answer, in whatever pieces it comes. */
static enum message_error judge_end(size_t begin, size_t len, char last)
{
	static char text[FEED_MAX];
	size_t at = (size_t)sprintf(text, H);
	struct slice all = {text, begin + len + (last == '\r' ? 4 : 1)};
	struct outcome whole, pieces;

	while (at + 8002 < begin)
		add_line(text, &at, 8000);
	add_line(text, &at, begin - at - 2);
	add_line(text, &at, len);
	memcpy(text + at, "\r\n", 2);
	text[begin + len] = last;
	whole = feed_pieces(RESPONSE, all, all.len, 1);
	pieces = feed_pieces(RESPONSE, all, all.len - 16, 1);
	feed_same(&pieces, &whole, all, all.len - 16);
	return (enum message_error)whole.error;
}

/* The line and the head may both be too long: the first byte that is one too many tells which. A byte that is wrong is
 * told if all before it is well. */
static void of_two_limits_the_first_passed_counts(void **state)
{
	enum { LAST = MESSAGE_HEAD_MAX - MESSAGE_LINE_MAX };

	(void)state;
	for (size_t begin = LAST - 4; begin < LAST + 4; begin++)
		for (size_t len = MESSAGE_LINE_MAX - 4; len < MESSAGE_LINE_MAX + 4; len++) {
			size_t size = begin + len;
			enum message_error whole = size + 4 > MESSAGE_HEAD_MAX ? MESSAGE_HEAD_TOO_LONG : MESSAGE_OK;
			enum message_error over = size > MESSAGE_HEAD_MAX ? MESSAGE_HEAD_TOO_LONG : MESSAGE_OK;

			if (len > MESSAGE_LINE_MAX && begin < LAST)
				whole = over = MESSAGE_LINE_TOO_LONG;
			assert_int_equal(judge_end(begin, len, '\r'), whole);
			assert_int_equal(judge_end(begin, len, '\0'), over ? over : MESSAGE_CONTROL);
			assert_int_equal(judge_end(begin, len, '\n'), over ? over : MESSAGE_BARE_LF);
		}
}

static void a_start_line_has_the_limit_of_a_line(void **state)
{
	static char text[FEED_MAX];
	struct slice whole = {text, MESSAGE_LINE_MAX + 4};

	(void)state;
	memset(text, 'r', sizeof(text));
	memcpy(text, "HTTP/1.1 200 ", 13);
	memcpy(text + MESSAGE_LINE_MAX, "\r\n\r\n", 4);
	feed_expect(feed_head(RESPONSE, whole), MESSAGE_OK, SLICE("a long reason"));
	memcpy(text + MESSAGE_LINE_MAX, "r\r\n\r\n", 5);
	feed_expect(feed_head(RESPONSE, whole), MESSAGE_LINE_TOO_LONG, SLICE("a longer reason"));
	memcpy(text, "HTTP/1.2", 8);
	feed_expect(feed_head(RESPONSE, whole), MESSAGE_LINE_TOO_LONG, SLICE("a longer reason, behind a wrong version"));
	memset(text, 'r', sizeof(text)); /* a sender that never ends its line is not waited for */
	feed_expect(feed_head(REQUEST, whole), MESSAGE_LINE_TOO_LONG, SLICE("an endless line"));
}

/* The work for a head that comes byte by byte is O(bytes): once judged, a byte is not looked at again
 * before the head is complete. All of them, but for the version that each call begins with, are
 * poisoned meanwhile. */
static void judged_bytes_are_left_alone(void **state)
{
	size_t start = strlen(H), len = sizeof(sample) - 1;
	char text[sizeof(sample)];
	struct head head = {0};

	(void)state;
	assert_int_equal(head_parse_response(&head, sample, start, false), PARSE_PARTIAL);
	memset(text, 0, sizeof(text));
	memcpy(text, sample, 5);
	for (size_t at = start; at < len - 1; at++) {
		text[at] = sample[at];
		assert_int_equal(head_parse_response(&head, text, at + 1, false), PARSE_PARTIAL);
		text[at] = '\0';
	}
	assert_int_equal(head_parse_response(&head, sample, len, false), PARSE_OK);
	assert_int_equal(head.length, 42);
}

static void expect_text(struct slice found, const char *expected)
{
	assert_int_equal(found.len, strlen(expected));
	assert_memory_equal(found.at, expected, found.len);
}

static void fields_are_found(void **state)
{
	static const char *const expected[][2] = {{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"X", ""},
		{"Vary", "a"}, {"Content-Type", "application/json; charset=utf-8"}, {"vary", "b , c"},
		{"Content-Length", "42"}, {"Connection", "keep-alive"}};
	struct head head = {0};
	struct slice rest, name, value;

	(void)state;
	assert_int_equal(head_parse_response(&head, sample, sizeof(sample) - 1, false), PARSE_OK);
	expect_text(head.reason, "OK");
	rest = head.fields;
	for (size_t i = 0; i < COUNT(expected); i++) {
		assert_true(field_next(&rest, &name, &value));
		expect_text(name, expected[i][0]);
		expect_text(value, expected[i][1]);
	}
	assert_false(field_next(&rest, &name, &value));
	assert_true(head_field(&head, "VARY", &value)); /* the first of two */
	expect_text(value, "a");
	assert_true(head_field(&head, "x", &value));
	assert_int_equal(value.len, 0);
	assert_false(head_field(&head, "Content", &value));
	assert_int_equal(value.len, 0);
}

static void space_is_trimmed_and_no_more(void **state)
{
	static const char *const texts[][2] = {
		{"", ""}, {" ", ""}, {"\t \t", ""}, {"a", "a"}, {" a b\t", "a b"}};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		size_t len = strlen(texts[i][0]);
		char *copy = guard_copy(texts[i][0], len);

		expect_text(field_trim((struct slice){copy, len}), texts[i][1]);
		guard_free(copy, len);
	}
}

/* The limits stand in the texts as figures. */
static void expect_figure(enum message_error error, int limit)
{
	char figure[20];

	sprintf(figure, " %d ", limit);
	assert_non_null(strstr(message_error_text(error), figure));
}

static void every_error_has_its_words(void **state)
{
	(void)state;
	for (unsigned a = 0; a < MESSAGE_ERROR_COUNT; a++)
		for (unsigned b = 0; b < a; b++)
			assert_string_not_equal(message_error_text((enum message_error)a),
				message_error_text((enum message_error)b));
	assert_string_equal(message_error_text(MESSAGE_ERROR_COUNT), "an unknown error");
	expect_figure(MESSAGE_LINE_TOO_LONG, MESSAGE_LINE_MAX);
	expect_figure(MESSAGE_HEAD_TOO_LONG, MESSAGE_HEAD_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_of_a_field_is_judged),
		cmocka_unit_test(every_status_is_judged),
		cmocka_unit_test(every_truncation_wants_more),
		cmocka_unit_test(damage_is_judged_alike_in_all_pieces),
		cmocka_unit_test(limits_are_exact),
		cmocka_unit_test(of_two_limits_the_first_passed_counts),
		cmocka_unit_test(a_start_line_has_the_limit_of_a_line),
		cmocka_unit_test(judged_bytes_are_left_alone),
		cmocka_unit_test(fields_are_found),
		cmocka_unit_test(space_is_trimmed_and_no_more),
		cmocka_unit_test(every_error_has_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
