/* test_body.c - the decoder of bodies: counted, chunked, up to the sender's end (RFC 9112 sections 6.3
 * and 7). */
#include "tests/lib/feed_body.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct chunked {
	struct slice in, data;
};

#define GOOD(in, data)                                                                                       \
	{                                                                                                    \
		{(in), sizeof(in) - 1},                                                                      \
		{                                                                                            \
			(data), sizeof(data) - 1                                                             \
		}                                                                                            \
	}

/* What follows the body is no part of it: each input ends with its body. */
static const struct chunked good_chunks[] = {
	GOOD("0\r\n\r\n", ""),
	GOOD("000\r\n\r\n", ""),
	GOOD("5\r\nhello\r\n0\r\n\r\n", "hello"),
	GOOD("2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", "hello"),
	GOOD("00000000000000000000000000000005\r\nhello\r\n0\r\n\r\n", "hello"),
	GOOD("a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
	GOOD("A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
	GOOD("0B\r\n0123456789\n\r\n0\r\n\r\n", "0123456789\n"),
	GOOD("6\r\na\0b\r\n\xff\r\n0\r\n\r\n", "a\0b\r\n\xff"),
	GOOD("5\r\n0\r\n\r\n\r\n0\r\n\r\n", "0\r\n\r\n"),
	GOOD("5;\r\nhello\r\n0\r\n\r\n", "hello"),
	GOOD("5;a\r\nhello\r\n0;b=c\r\n\r\n", "hello"),
	GOOD("5 ; a = b ; c\r\nhello\r\n0\r\n\r\n", "hello"),
	GOOD("5;a=\"x;y\\\"z\t\xc3\xa9\"\r\nhello\r\n0\r\n\r\n", "hello"),
	GOOD("5;0\r\nhello\r\n0;5\r\n\r\n", "hello"),
	GOOD("5 \t\r\nhello\r\n0  \r\n\r\n", "hello"),
	GOOD("0\r\nA: b\r\nC:\r\n\r\n", ""),
	GOOD("1\r\nx\r\n0\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n", "x"),
};

struct bad {
	struct slice in, data;
	enum message_error error;
};

#define BAD(error, in, data)                                                                                 \
	{                                                                                                    \
		{(in), sizeof(in) - 1}, {(data), sizeof(data) - 1}, MESSAGE_##error                          \
	}

static const struct bad bad_chunks[] = {
	BAD(CHUNK_SIZE, "\r\n", ""),
	BAD(CHUNK_SIZE, " 5\r\n", ""),
	BAD(CHUNK_SIZE, ";a\r\n", ""),
	BAD(CHUNK_SIZE, "x", ""),
	BAD(CHUNK_SIZE, "g\r\n", ""),
	BAD(CHUNK_SIZE, "+5\r\n", ""),
	BAD(CHUNK_SIZE, "-5\r\n", ""),
	BAD(CHUNK_SIZE, "-0\r\n", ""),
	BAD(CHUNK_SIZE, "0x5\r\n", ""),
	BAD(CHUNK_SIZE, "5h\r\n", ""),
	BAD(CHUNK_SIZE, "5,5\r\n", ""),
	BAD(CHUNK_SIZE, "5 0\r\n", ""),
	BAD(CHUNK_SIZE, "5\t0\r\n", ""),
	BAD(CHUNK_SIZE, "5 x\r\n", ""),
	BAD(CHUNK_SIZE, "5_0\r\n", ""),
	BAD(CHUNK_SIZE, "5\"\r\n", ""),
	BAD(CHUNK_SIZE, "\xef\xbc\x95\r\n", ""), /* a fullwidth five */
	BAD(CHUNK_SIZE, "2\r\nab\r\n\r\n", "ab"),
	BAD(CHUNK_OVERFLOW, "8000000000000000\r\n", ""),
	BAD(CHUNK_OVERFLOW, "10000000000000000\r\n", ""),
	BAD(CHUNK_OVERFLOW, "10000000000000005\r\nhello", ""),
	BAD(CHUNK_OVERFLOW, "FFFFFFFFFFFFFFFF\r\n", ""),
	BAD(CHUNK_OVERFLOW, "ffffffffffffffffffffffffff\r\n", ""),
	BAD(BODY_TOO_LONG, "7fffffffffffffff\r\n", ""),
	BAD(BODY_TOO_LONG, "1\r\na\r\n7FFFFFFFFFFFFFFF\r\n", "a"),
	BAD(BODY_TOO_LONG, "F4241\r\n", ""), /* ANY + 1 */
	BAD(BARE_LF, "\n", ""),
	BAD(BARE_LF, "5\nhello", ""),
	BAD(BARE_LF, "5;a\nhello", ""),
	BAD(BARE_LF, "5 \nhello", ""),
	BAD(BARE_LF, "5;a=\"\n\"\r\nhello", ""),
	BAD(BARE_LF, "0\n\r\n", ""),
	BAD(BARE_LF, "0\r\n\n", ""),
	BAD(BARE_LF, "0\r\nA: b\n\r\n", ""),
	BAD(BARE_CR, "5\rhello", ""),
	BAD(BARE_CR, "5\r\rhello", ""),
	BAD(BARE_CR, "5;a\rb\r\nhello", ""),
	BAD(BARE_CR, "0\r\n\r\r\n", ""),
	BAD(BARE_CR, "0\r\nA: b\rc\r\n", ""),
	BAD(CONTROL, "\0", ""),
	BAD(CONTROL, "5\0\r\n", ""),
	BAD(CONTROL, "5;\0\r\n", ""),
	BAD(CONTROL, "5;a=\"\x1b\"\r\n", ""),
	BAD(CONTROL, "5;\x7f\r\n", ""),
	BAD(CONTROL, "0\r\nA: \0\r\n", ""),
	BAD(CHUNK_END, "5\r\nhello0\r\n\r\n", "hello"),
	BAD(CHUNK_END, "5\r\nhello\n0\r\n\r\n", "hello"),
	BAD(CHUNK_END, "5\r\nhello\r0\r\n\r\n", "hello"),
	BAD(CHUNK_END, "5\r\nhello\r\r\n", "hello"),
	BAD(CHUNK_END, "5\r\nhello!\r\n", "hello"),
	BAD(CHUNK_END, "5\r\nhello \r\n", "hello"),
	BAD(FOLDED, "0\r\n A: b\r\n", ""),
	BAD(FOLDED, "0\r\nA: b\r\n\tc\r\n", ""),
	BAD(NAME_SPACE, "0\r\nA : b\r\n", ""),
	BAD(NAME, "0\r\n: b\r\n", ""),
	BAD(NO_COLON, "0\r\nA\r\n\r\n", ""),
	BAD(NO_COLON, "0\r\n0\r\n\r\n", ""),
	BAD(NO_COLON, "0\r\nhello\r\n", ""),
	BAD(BODY_CUT, "", ""),
	BAD(BODY_CUT, "5", ""),
	BAD(BODY_CUT, "5\r\n", ""),
	BAD(BODY_CUT, "5\r\nhell", "hell"),
	BAD(BODY_CUT, "5\r\nhello\r\n", "hello"),
	BAD(BODY_CUT, "5\r\nhello\r\n0\r\n", "hello"),
	BAD(BODY_CUT, "5\r\nhello\r\n0\r\n\r", "hello"),
	BAD(BODY_CUT, "5\r\nhello\r\n0\r\nA: b\r\n", "hello"),
};

static const struct head chunked = {.body = BODY_CHUNKED};

static void good_chunks_are_decoded(void **state)
{
	char text[100];

	(void)state;
	for (size_t i = 0; i < COUNT(good_chunks); i++) {
		const struct chunked *good = &good_chunks[i];
		const struct decoded *out = feed_all(&chunked, ANY, good->in);

		expect(out, MESSAGE_OK, good->data, good->in);
		assert_int_equal(out->used, good->in.len);
		/* What follows stays where it is. */
		memcpy(text, good->in.at, good->in.len);
		memcpy(text + good->in.len, "\0 5\r\nx", 6);
		out = feed_all(&chunked, good->data.len, (struct slice){text, good->in.len + 6});
		expect(out, MESSAGE_OK, good->data, good->in);
		assert_int_equal(out->used, good->in.len);
	}
}

static void bad_chunks_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad_chunks); i++) {
		const struct bad *bad = &bad_chunks[i];

		expect(feed_all(&chunked, ANY, bad->in), bad->error, bad->data, bad->in);
	}
}

/* Bodies without chunks: what is given, the limit, the input, the data that comes out, and why not all. */
static void plain_bodies_end_where_they_should(void **state)
{
	static const struct {
		struct head head;
		uint64_t limit;
		const char *in, *data;
		enum message_error error;
	} cases[] = {
		{{.body = BODY_NONE}, 0, "", "", MESSAGE_OK},
		{{.body = BODY_NONE}, 0, "hello", "", MESSAGE_OK},
		{{.body = BODY_LENGTH, .length = 0}, 0, "hello", "", MESSAGE_OK},
		{{.body = BODY_LENGTH, .length = 5}, 5, "hello", "hello", MESSAGE_OK},
		{{.body = BODY_LENGTH, .length = 5}, 5, "hello!", "hello", MESSAGE_OK},
		{{.body = BODY_LENGTH, .length = 5}, 5, "hell", "hell", MESSAGE_BODY_CUT},
		{{.body = BODY_LENGTH, .length = 5}, 5, "", "", MESSAGE_BODY_CUT},
		{{.body = BODY_LENGTH, .length = 5}, 4, "hello", "", MESSAGE_BODY_TOO_LONG},
		{{.body = BODY_LENGTH, .length = 5}, 4, "", "", MESSAGE_BODY_TOO_LONG},
		{{.body = BODY_LENGTH, .length = INT64_MAX}, UINT64_MAX, "hello", "hello", MESSAGE_BODY_CUT},
		{{.body = BODY_TO_EOF}, 5, "", "", MESSAGE_OK},
		{{.body = BODY_TO_EOF}, 5, "hello", "hello", MESSAGE_OK},
		{{.body = BODY_TO_EOF}, UINT64_MAX, "5\r\nhello", "5\r\nhello", MESSAGE_OK},
		{{.body = BODY_TO_EOF}, 4, "hello", "hell", MESSAGE_BODY_TOO_LONG},
		{{.body = BODY_TO_EOF}, 0, "hello", "", MESSAGE_BODY_TOO_LONG},
		{{.body = BODY_TO_EOF}, 0, "", "", MESSAGE_OK},
		{{.body = BODY_CHUNKED}, 2, "1\r\na\r\n1\r\nb\r\n0\r\n\r\n", "ab", MESSAGE_OK},
		{{.body = BODY_CHUNKED}, 1, "1\r\na\r\n1\r\nb\r\n0\r\n\r\n", "a", MESSAGE_BODY_TOO_LONG},
		{{.body = BODY_CHUNKED}, 0, "0\r\n\r\n", "", MESSAGE_OK},
		{{.body = BODY_CHUNKED}, UINT64_MAX, "7fffffffffffffff\r\nab", "ab", MESSAGE_BODY_CUT},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		expect(feed_all(&cases[i].head, cases[i].limit, slice_of(cases[i].in)), cases[i].error,
			slice_of(cases[i].data), slice_of(cases[i].in));
}

/* Once there is an answer, it stays the same, and no more bytes are taken. */
static void answers_are_final(void **state)
{
	struct body body;
	struct slice data;
	size_t used;

	(void)state;
	body_begin(&body, &chunked, ANY);
	assert_int_equal(body_decode(&body, "0\r\n\r\n", 5, &used, &data), PARSE_OK);
	assert_int_equal(body_decode(&body, "5\r\n", 3, &used, &data), PARSE_OK);
	assert_int_equal(used, 0);
	assert_int_equal(body_end(&body), PARSE_OK);
	body_begin(&body, &chunked, ANY);
	assert_int_equal(body_decode(&body, "x", 1, &used, &data), PARSE_BAD);
	assert_int_equal(body_decode(&body, "0\r\n\r\n", 5, &used, &data), PARSE_BAD);
	assert_int_equal(body_end(&body), PARSE_BAD);
	assert_int_equal(body.error, MESSAGE_CHUNK_SIZE);
}

/* Data is not copied, and the framing around it is taken with it. */
static void data_is_a_slice_of_the_input(void **state)
{
	static const char in[] = "5\r\nhello\r\n0\r\n\r\n";
	struct body body;
	struct slice data;
	size_t used;

	(void)state;
	body_begin(&body, &chunked, ANY);
	assert_int_equal(body_decode(&body, in, sizeof(in) - 1, &used, &data), PARSE_PARTIAL);
	assert_ptr_equal(data.at, in + 3);
	assert_int_equal(data.len, 5);
	assert_int_equal(used, 8);
	assert_int_equal(body_decode(&body, in + used, sizeof(in) - 1 - used, &used, &data), PARSE_OK);
	assert_int_equal(used, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_chunks_are_decoded),
		cmocka_unit_test(bad_chunks_are_refused),
		cmocka_unit_test(plain_bodies_end_where_they_should),
		cmocka_unit_test(answers_are_final),
		cmocka_unit_test(data_is_a_slice_of_the_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
