/* test_body_bytes.c - chunked bodies made by rule rather than by hand: every truncation, every byte,
 * damage, chunks of any size, and every limit. */
#include "tests/lib/feed_body.h"

static const struct head chunked = {.body = BODY_CHUNKED};
static const char sample[] = "4;a=\"b\"\r\nabcd\r\n00a \r\n0123456789\r\n0\r\nA: b\r\n\r\n";

/* No chunked body may pass for complete before its last byte. */
static void every_truncation_is_cut_short(void **state)
{
	(void)state;
	for (size_t len = 0; len < sizeof(sample) - 1; len++)
		assert_int_equal(
			feed_all(&chunked, ANY, (struct slice){sample, len})->error, MESSAGE_BODY_CUT);
	assert_int_equal(feed_all(&chunked, ANY, SLICE(sample))->error, MESSAGE_OK);
}

static enum message_error judge(const char *before, int c, const char *after)
{
	char text[40];
	size_t len = (size_t)sprintf(text, "%s", before);

	text[len] = (char)c;
	len += 1 + (size_t)sprintf(text + len + 1, "%s", after);
	return feed_all(&chunked, ANY, (struct slice){text, len})->error;
}

/* All 256 bytes behind a size, behind white space, in an extension, at the end of the data, and in its
 * line end. */
static void every_byte_of_framing_is_judged(void **state)
{
	(void)state;
	for (int c = 0; c < 256; c++) {
		bool control = (c < ' ' && c != '\t') || c == 0x7f,
		     more = c && strchr("0123456789abcdefABCDEF", c);
		enum message_error other =
			c == ' ' || c == '\t' || c == ';' ? MESSAGE_OK : MESSAGE_CHUNK_SIZE;
		enum message_error error = c == '\r'   ? MESSAGE_BARE_CR
					   : c == '\n' ? MESSAGE_BARE_LF
						       : MESSAGE_CONTROL;

		if (!more) /* or else the chunk would be longer than the input */
			assert_int_equal(judge("1", c, "\r\nx\r\n0\r\n\r\n"), control ? error : other);
		assert_int_equal(judge("1 ", c, "\r\nx\r\n0\r\n\r\n"), control ? error : other);
		assert_int_equal(judge("1;", c, "\r\nx\r\n0\r\n\r\n"), control ? error : MESSAGE_OK);
		assert_int_equal(
			judge("1\r\nx", c, "\n0\r\n\r\n"), c == '\r' ? MESSAGE_OK : MESSAGE_CHUNK_END);
		assert_int_equal(
			judge("1\r\nx\r", c, "0\r\n\r\n"), c == '\n' ? MESSAGE_OK : MESSAGE_CHUNK_END);
	}
}

static void damage_is_judged_alike_in_all_pieces(void **state)
{
	static const char bytes[] = "\0\r\n ;:0F";
	char text[sizeof(sample)];

	(void)state;
	for (size_t at = 0; at < sizeof(sample) - 1; at++)
		for (size_t i = 0; i < sizeof(bytes); i++) {
			memcpy(text, sample, sizeof(sample));
			text[at] = bytes[i];
			feed_all(&chunked, ANY, (struct slice){text, sizeof(sample) - 1});
		}
}

/* Any data, cut into chunks of any sizes, comes out as it went in. The numbers repeat from run to run. */
static void any_chunks_make_the_same_data(void **state)
{
	static char wire[ROOM], data[3000];
	unsigned random = 1;

	(void)state;
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = "\r\n0;a"[(random = random * 1103515245 + 12345) >> 16 & 3];
	for (int round = 0; round < 20; round++) {
		size_t len = 0, at = 0, size;

		for (; at < sizeof(data); at += size) {
			random = random * 1103515245 + 12345;
			size = 1 + (random >> 16) % (round % 4 == 0 ? 5 : 700);
			size = size < sizeof(data) - at ? size : sizeof(data) - at;
			len += (size_t)sprintf(
				wire + len, random & 1 << 20 ? "%zX;x=%d\r\n" : "0%zx\r\n", size, round);
			memcpy(wire + len, data + at, size);
			memcpy(wire + len + size, "\r\n", 2);
			len += size + 2;
		}
		len += (size_t)sprintf(wire + len, "0\r\n\r\n");
		expect(feed_all(&chunked, sizeof(data), (struct slice){wire, len}), MESSAGE_OK,
			(struct slice){data, sizeof(data)}, SLICE("random chunks"));
	}
}

/* Puts count times len bytes of filler and an end between a beginning and its end. */
static enum message_error judge_long(
	const char *begin, size_t count, size_t len, const char *line_end, const char *end)
{
	static char text[ROOM];
	size_t at = (size_t)sprintf(text, "%s", begin);

	for (size_t i = 0; i < count; i++) {
		memset(text + at, '0', len);
		if (*line_end)
			memcpy(text + at, "n:", 2);
		at += len + (size_t)sprintf(text + at + len, "%s", line_end);
	}
	at += (size_t)sprintf(text + at, "%s", end);
	return feed_all(&chunked, ANY, (struct slice){text, at})->error;
}

static void limits_are_exact(void **state)
{
	enum { LINE = MESSAGE_LINE_MAX, FIELDS = MESSAGE_HEAD_MAX / 4 - 1 };

	(void)state;
	assert_int_equal(judge_long("", 1, LINE, "", "\r\n\r\n"), MESSAGE_OK); /* a size of zeros */
	assert_int_equal(judge_long("", 1, LINE + 1, "", "\r\n\r\n"), MESSAGE_LINE_TOO_LONG);
	assert_int_equal(
		judge_long("1\r\nx\r\n", 1, LINE, "", "\r\n\r\n"), MESSAGE_OK);      /* for each line anew */
	assert_int_equal(judge_long("0;", 1, LINE - 2, "", "\r\n\r\n"), MESSAGE_OK); /* an extension */
	assert_int_equal(judge_long("0;", 1, LINE - 1, "", "\r\n\r\n"), MESSAGE_LINE_TOO_LONG);
	assert_int_equal(judge_long("0\r\n", 1, LINE, "\r\n", "\r\n"), MESSAGE_OK); /* a trailer */
	assert_int_equal(judge_long("0\r\n", 1, LINE + 1, "\r\n", "\r\n"), MESSAGE_LINE_TOO_LONG);
	assert_int_equal(judge_long("0\r\n", FIELDS, 2, "\r\n", "\r\n"), MESSAGE_OK);
	assert_int_equal(judge_long("0\r\n", FIELDS + 1, 2, "\r\n", "\r\n"), MESSAGE_HEAD_TOO_LONG);
	/* Nine lines of 7280 bytes with CRLF, and one that makes 65536 with the empty line, or 65537. */
	assert_int_equal(judge_long("0\r\n", 9, 7278, "\r\n", "n:1234567890\r\n\r\n"), MESSAGE_OK);
	assert_int_equal(
		judge_long("0\r\n", 9, 7278, "\r\n", "n:12345678901\r\n\r\n"), MESSAGE_HEAD_TOO_LONG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_truncation_is_cut_short),
		cmocka_unit_test(every_byte_of_framing_is_judged),
		cmocka_unit_test(damage_is_judged_alike_in_all_pieces),
		cmocka_unit_test(any_chunks_make_the_same_data),
		cmocka_unit_test(limits_are_exact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
