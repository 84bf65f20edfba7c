/* test_json_grown.c - families of documents that are made here: cut at each byte, damaged at each byte, all
 * the characters there are, and the deep, long and many that are sent to make a parser slow. Slowness is
 * not timed: what is tested is that the refusal comes at the byte where it can first be known, and how many
 * tokens are asked for. */
#include "http/parse/json.h"
#include "tests/lib/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static enum json_error parse(const char *text, size_t len)
{
	struct json json;
	enum json_error error = json_parse(&json, (struct slice){text, len});

	json_close(&json);
	return error;
}

/* As many copies of piece as asked for, between head and tail; to be freed. */
static struct slice repeated(const char *head, const char *piece, size_t times, const char *tail)
{
	size_t size = strlen(piece), len = strlen(head);
	char *text = malloc(len + size * times + strlen(tail) + 1);

	memcpy(text, head, len);
	for (size_t i = 0; i < times; i++, len += size)
		memcpy(text + len, piece, size);
	strcpy(text + len, tail);
	return (struct slice){text, len + strlen(tail)};
}

static void every_beginning_of_a_document_is_refused(void **state)
{
	static const char *const docs[] = {
		"{\"a\":[1.5e-3,true,false,null,\"\\u00e9\\n\"],\"\xc3\xa9\xe2\x82\xac\":{\"c\":{}}}",
		"\"\\ud83d\\ude00 \xf0\x9f\x98\x80\"",
		"[[[[{\"\":[[],{},[{}]]}]]]]",
		"[-0,0.5,1E+2, 12 ]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(docs) / sizeof(docs[0]); i++) {
		assert_int_equal(parse(docs[i], strlen(docs[i])), JSON_OK);
		for (size_t len = 0; len < strlen(docs[i]); len++) {
			char *copy = guard_copy(docs[i], len);

			assert_int_not_equal(parse(copy, len), JSON_OK);
			guard_free(copy, len);
		}
	}
}

/* kinds, one for each place between two bytes: "w" white space may stand there, "s" the inside of a string,
 * "t" the inside of another token. */
static void a_control_character_fits_almost_nowhere(void **state)
{
	static const char doc[] = " {\"ab\" : [1.5e3 ,true, null,\"\\n\\u0041\"] }";
	static const char kinds[] = "wwwssswwwwwttttwwwtttwwwtttwwststttttswwww";

	(void)state;
	assert_int_equal(sizeof(kinds), sizeof(doc) + 1);
	for (size_t at = 0; at < sizeof(doc); at++)
		for (int c = 0; c <= 0x7f; c = c == 0x1f ? 0x7f : c + 1) {
			char text[sizeof(doc)];
			bool space = c == '\t' || c == '\n' || c == '\r';
			bool fits = (kinds[at] == 'w' && space) || (kinds[at] == 's' && c == 0x7f);

			memcpy(text, doc, at);
			text[at] = (char)c;
			memcpy(text + at + 1, doc + at, sizeof(doc) - 1 - at);
			assert_int_equal(parse(text, sizeof(text)) == JSON_OK, fits);
		}
}

/* Of all documents of one and of two bytes: the numbers, with white space around them or not, [], {} and
 * "". */
static void all_documents_of_two_bytes(void **state)
{
	int taken = 0;

	(void)state;
	for (int c = 0; c < 256; c++)
		taken += parse((char[]){(char)c}, 1) == JSON_OK;
	assert_int_equal(taken, 10);
	for (int c = 0; c < 65536; c++)
		taken += parse((char[]){(char)(c >> 8), (char)c}, 2) == JSON_OK;
	assert_int_equal(taken, 10 + 90 + 10 + 2 * 4 * 10 + 3);
}

static void all_bytes_after_a_backslash(void **state)
{
	(void)state;
	for (int c = 1; c < 256; c++) {
		char letter[] = {'"', '\\', (char)c, '"'};

		assert_int_equal(parse(letter, sizeof(letter)) == JSON_OK, strchr("\"\\/bfnrt", c) != NULL);
		for (size_t i = 3; i < 7; i++) {
			char code[] = "\"\\u0000\"";

			code[i] = (char)c;
			assert_int_equal(
				parse(code, 8) == JSON_OK, strchr("0123456789abcdefABCDEF", c) != NULL);
		}
	}
}

/* The definition, without its shortcuts: lead byte, continuation bytes, no longer than needed, no
 * surrogate, no more than U+10FFFF. */
static size_t utf8_size_by_definition(const unsigned char *at, size_t len)
{
	static const struct {
		unsigned char mask, lead;
		uint32_t least;
	} forms[] = {{0x80, 0, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};

	for (size_t size = 1; size <= 4 && size <= len; size++) {
		uint32_t c = at[0] & (uint32_t)(unsigned char)~forms[size - 1].mask;
		bool whole = (at[0] & forms[size - 1].mask) == forms[size - 1].lead;

		for (size_t i = 1; i < size; i++) {
			whole = whole && (at[i] & 0xc0) == 0x80;
			c = c << 6 | (at[i] & 0x3f);
		}
		if (whole)
			return c >= forms[size - 1].least && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff)
				       ? size
				       : 0;
	}
	return 0;
}

/* All pairs of first bytes, and third and fourth bytes on both sides of each border; each also cut short. */
static void utf8_is_what_its_definition_says(void **state)
{
	static const unsigned char borders[] = {0x00, 0x22, 0x7f, 0x80, 0xbf, 0xc0, 0xff};
	const size_t n = sizeof(borders);

	(void)state;
	for (size_t i = 0; i < 65536 * n * n; i++) {
		unsigned char bytes[] = {(unsigned char)(i >> 8), (unsigned char)i, borders[i / 65536 % n],
			borders[i / 65536 / n]};

		for (size_t len = i < 65536 ? 0 : 4; len <= 4; len++)
			if (json_utf8_size((struct slice){(char *)bytes, len}) !=
				utf8_size_by_definition(bytes, len))
				fail_msg("%02x %02x %02x %02x, %zu bytes", bytes[0], bytes[1], bytes[2],
					bytes[3], len);
	}
}

static void nests_512_deep_and_no_deeper(void **state)
{
	static const char *const pieces[][2] = {{"[", "]"}, {"{\"\":", "}"}, {"[{\"\":", "}]"}};

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		size_t most = JSON_DEPTH_MAX / (i == 2 ? 2 : 1);

		for (size_t deep = most; deep <= most + 1; deep++) {
			struct slice tail = repeated("", pieces[i][1], deep, "");
			struct slice head = repeated("", pieces[i][0], deep, "0");
			struct slice text = repeated(head.at, tail.at, 1, "");

			assert_int_equal(parse(text.at, text.len), deep == most ? JSON_OK : JSON_TOO_DEEP);
			free((char *)head.at);
			free((char *)tail.at);
			free((char *)text.at);
		}
	}
}

/* A million brackets are refused where the limit is crossed: nothing after it is looked at, and nothing
 * allocated. */
static void too_deep_is_known_at_the_bracket_that_is_too_many(void **state)
{
	static const char *const pieces[] = {"[", "{\"\":", "[{\"\":", "[[],"};
	static const size_t at[] = {512, 512 * 4, 256 * 5, 511 * 4 + 1};

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct slice text = repeated("", pieces[i], 1000000, "");
		struct json json;

		assert_int_equal(json_parse(&json, text), JSON_TOO_DEEP);
		assert_in_range(json.error_at, at[i], at[i] + 1);
		assert_null(json.tokens);
		free((char *)text.at);
	}
}

/* What would be slow in jsmn is refused before jsmn sees it. */
static void endless_nonsense_is_refused_at_its_first_byte(void **state)
{
	static const char *const pieces[] = {"1:", "{}", "\"\"", "]", "}", ",", "1 ", ":"};

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct slice text = repeated("[1", pieces[i], 1000000, "]");
		struct json json;

		assert_int_not_equal(json_parse(&json, text), JSON_OK);
		assert_in_range(json.error_at, 2, 4);
		assert_null(json.tokens);
		free((char *)text.at);
	}
}

/* The pass counts the tokens, so they are allocated once, in the right number, and not at all if they are
 * few. */
static void asks_for_as_many_tokens_as_there_are(void **state)
{
	static const struct {
		const char *piece;
		size_t times;
		int tokens;
	} cases[] = {
		{"0,", JSON_FEW - 2, JSON_FEW},
		{"0,", JSON_FEW - 1, JSON_FEW + 1},
		{"{},", 1000000, 1000002},
		{"{\"a\":1,\"b\":[]},", 200000, 1000002},
		{"\"\",", 1000000, 1000002},
		{"[[[]]],", 300000, 900002},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct slice text = repeated("[", cases[i].piece, cases[i].times, "0]");
		struct json json;

		assert_int_equal(json_parse(&json, text), JSON_OK);
		assert_int_equal(json.count, cases[i].tokens);
		assert_int_equal(json.tokens == json.few, cases[i].tokens <= JSON_FEW);
		assert_int_equal(json_size(&json, 0), (int)cases[i].times + 1);
		json_close(&json);
		json_close(&json);
		free((char *)text.at);
	}
}

static void takes_16_mib_and_not_a_byte_more(void **state)
{
	struct slice text = repeated("\"", "0123456789abcdef", JSON_SIZE_MAX / 16, "\"");

	(void)state;
	assert_int_equal(parse(text.at + 1, JSON_SIZE_MAX + 1), JSON_TOO_LARGE);
	((char *)text.at)[JSON_SIZE_MAX - 1] = '"';
	assert_int_equal(parse(text.at, JSON_SIZE_MAX), JSON_OK);
	assert_int_equal(parse(text.at, JSON_SIZE_MAX + 1), JSON_TOO_LARGE);
	free((char *)text.at);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_beginning_of_a_document_is_refused),
		cmocka_unit_test(a_control_character_fits_almost_nowhere),
		cmocka_unit_test(all_documents_of_two_bytes),
		cmocka_unit_test(all_bytes_after_a_backslash),
		cmocka_unit_test(utf8_is_what_its_definition_says),
		cmocka_unit_test(nests_512_deep_and_no_deeper),
		cmocka_unit_test(too_deep_is_known_at_the_bracket_that_is_too_many),
		cmocka_unit_test(endless_nonsense_is_refused_at_its_first_byte),
		cmocka_unit_test(asks_for_as_many_tokens_as_there_are),
		cmocka_unit_test(takes_16_mib_and_not_a_byte_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
