/* test_json_text.c - what the strings and numbers of a document mean, and text written as a JSON string. */
#include "http/parse/json.h"
#include "tests/lib/guard.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void begin(struct json *json, const char *text, size_t len)
{
	assert_int_equal(json_parse(json, (struct slice){text, len}), JSON_OK);
}

static void strings_become_utf8(void **state)
{
	static const char *const cases[][2] = {
		{"\"\"", ""},
		{"\"Bob\"", "Bob"},
		{"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
		{"\"\\\\n\\\\u0041\"", "\\n\\u0041"},
		{"\"Jos\xc3\xa9\"", "Jos\xc3\xa9"},
		{"\"Jos\\u00e9\"", "Jos\xc3\xa9"},
		{"\"\\u0001\\u007f\\u0080\\u07ff\"", "\x01\x7f\xc2\x80\xdf\xbf"},
		{"\"\\u0800\\uD7FF\\uE000\\uFFFF\"", "\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"},
		{"\"\\ud800\\udc00\"", "\xf0\x90\x80\x80"},
		{"\"\\uDBFF\\uDFFF\"", "\xf4\x8f\xbf\xbf"},
		{"\"a\\ud83d\\ude00b\\uD83D\\uDE00\"", "a\xf0\x9f\x98\x80"
						       "b\xf0\x9f\x98\x80"},
		{"\"\xf0\x9f\x98\x80\"", "\xf0\x9f\x98\x80"},
		{"\"\xe2\x80\xa8\x7f\"", "\xe2\x80\xa8\x7f"},
	};
	struct json json;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t size = strlen(cases[i][0]), len = strlen(cases[i][1]);
		char *text = guard_copy(cases[i][0], size);

		begin(&json, text, size);
		for (size_t cap = 0; cap <= len + 2; cap++) {
			char *buf = guard_copy("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", cap);

			assert_int_equal(json_string(&json, 0, buf, cap), cap > len);
			if (cap > 0)
				assert_string_equal(buf, cap > len ? cases[i][1] : "");
			guard_free(buf, cap);
		}
		assert_true(json_equals(&json, 0, slice_of(cases[i][1])));
		assert_int_equal(json_equals(&json, 0, (struct slice){cases[i][1], len / 2}), len == 0);
		json_close(&json);
		guard_free(text, size);
	}
}

static void half_characters_and_nul_are_not_strings(void **state)
{
	static const char *const cases[] = {
		"\"\\u0000\"",
		"\"Bob\\u0000Eve\"",
		"\"\\ud800\"",
		"\"\\udbff\"",
		"\"\\udc00\"",
		"\"\\udfff\"",
		"\"a\\ud800\"",
		"\"\\ud800a\"",
		"\"\\ud800\\n\"",
		"\"\\ud800\\\\udc00\"",
		"\"\\ud800\\u0041\"",
		"\"\\ud800\\ud800\"",
		"\"\\ud800\\ud800\\udc00\"",
		"\"\\udc00\\ud800\"",
		"\"\\ud83d\\ude00\\ude00\"",
		"1",
		"null",
		"[\"a\"]",
		"{\"a\":\"a\"}",
	};
	struct json json;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t size = strlen(cases[i]);
		char *text = guard_copy(cases[i], size), buf[64] = "untouched";

		begin(&json, text, size);
		assert_false(json_string(&json, 0, buf, sizeof(buf)));
		assert_string_equal(buf, "");
		assert_false(json_equals(&json, 0, slice_of(cases[i])));
		assert_false(json_equals(&json, 0, SLICE("")));
		json_close(&json);
		guard_free(text, size);
	}
}

static void a_string_equals_only_its_own_text(void **state)
{
	struct json json;

	(void)state;
	begin(&json, "\"\\u0061\\u0000\xc3\xa9\"", 16);
	assert_true(json_equals(&json, 0, (struct slice){"a\0\xc3\xa9", 4}));
	assert_false(json_equals(&json, 0, (struct slice){"a\0\xc3\xa9x", 5}));
	assert_false(json_equals(&json, 0, (struct slice){"a\0\xc3", 3}));
	assert_false(json_equals(&json, 0, SLICE("a")));
	json_close(&json);
}

static void numbers_are_the_nearest_doubles(void **state)
{
	static const struct {
		const char *text;
		double value;
	} cases[] = {
		{"0", 0},
		{"1", 1},
		{"-1", -1},
		{"0.1", 0.1},
		{"1.0", 1},
		{" 0.99 ", 0.99},
		{"1352696", 1352696},
		{"-12.5e-1", -1.25},
		{"1E+2", 100},
		{"1e0000000000000000000002", 100},
		{"9007199254740993", 9007199254740992.0},
		{"0.30000000000000004", 0.1 + 0.2},
		{"1.7976931348623157e308", DBL_MAX},
		{"4.9406564584124654e-324", 4.9406564584124654e-324},
		{"1e-400", 0},
		{"-1e-99999999999999999999", 0},
		{"0e99999999999999999999", 0},
	};
	struct json json;
	double zero;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t size = strlen(cases[i].text);
		char *text = guard_copy(cases[i].text, size);
		double value = -7;

		begin(&json, text, size);
		assert_true(json_number(&json, 0, &value));
		assert_true(value == cases[i].value);
		json_close(&json);
		guard_free(text, size);
	}
	begin(&json, "-0", 2);
	assert_true(json_number(&json, 0, &zero) && signbit(zero));
	json_close(&json);
}

static void what_no_double_can_hold_is_not_a_number(void **state)
{
	static const char *const cases[] = {
		"1e309",
		"-1e309",
		"1e99999999999999999999",
		"\"1.00\"",
		"\"\"",
		"null",
		"true",
		"[1]",
		"{}",
	};
	struct json json;
	double value;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(&json, cases[i], strlen(cases[i]));
		assert_false(json_number(&json, 0, &value));
		json_close(&json);
	}
}

static void a_number_has_fewer_than_1024_characters(void **state)
{
	char text[JSON_NUMBER_MAX];
	struct json json;
	double value;

	(void)state;
	memset(text, '0', sizeof(text));
	memcpy(text, "0.5", 3);
	begin(&json, text, sizeof(text) - 1);
	assert_true(json_number(&json, 0, &value));
	assert_true(value == 0.5);
	json_close(&json);
	begin(&json, text, sizeof(text));
	assert_false(json_number(&json, 0, &value));
	json_close(&json);
}

static void quotes_what_must_be_quoted(void **state)
{
	static const char *const cases[][2] = {
		{"", "\"\""},
		{"Bob", "\"Bob\""},
		{"\"\\/\b\f\n\r\t", "\"\\\"\\\\/\\b\\f\\n\\r\\t\""},
		{"\x01\x1b\x1f\x7f", "\"\\u0001\\u001b\\u001f\x7f\""},
		{"Jos\xc3\xa9 \xf0\x9f\x98\x80", "\"Jos\xc3\xa9 \xf0\x9f\x98\x80\""},
		{"\xff", "\"\xef\xbf\xbd\""},
		{"a\xe9z", "\"a\xef\xbf\xbdz\""},
		{"\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
		{"\xc3", "\"\xef\xbf\xbd\""},
		{"\xc3\"", "\"\xef\xbf\xbd\\\"\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t size = strlen(cases[i][0]), whole = strlen(cases[i][1]);
		char *text = guard_copy(cases[i][0], size);

		assert_int_equal(json_quote(NULL, 0, (struct slice){text, size}), whole);
		for (size_t cap = 1; cap <= whole + 1; cap++) {
			char *buf = guard_copy(cases[i][1], cap);

			assert_int_equal(json_quote(buf, cap, (struct slice){text, size}), whole);
			assert_int_equal(strlen(buf), cap - 1);
			assert_memory_equal(buf, cases[i][1], cap - 1);
			guard_free(buf, cap);
		}
		guard_free(text, size);
	}
}

/* Any two bytes can be written, and what was written is JSON; if they were UTF-8, it means the same. */
static void what_is_written_can_be_read(void **state)
{
	struct json json;

	(void)state;
	for (int c = 0; c < 65536; c++) {
		char pair[2] = {(char)(c >> 8), (char)c}, text[16];
		size_t len = json_quote(text, sizeof(text), (struct slice){pair, 2});
		size_t first = json_utf8_size((struct slice){pair, 2});
		bool utf8 = first == 2 || (first == 1 && (unsigned char)pair[1] < 0x80);

		assert_in_range(len, 4, 14);
		begin(&json, text, len);
		assert_int_equal(json_equals(&json, 0, (struct slice){pair, 2}), utf8);
		json_close(&json);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings_become_utf8),
		cmocka_unit_test(half_characters_and_nul_are_not_strings),
		cmocka_unit_test(a_string_equals_only_its_own_text),
		cmocka_unit_test(numbers_are_the_nearest_doubles),
		cmocka_unit_test(what_no_double_can_hold_is_not_a_number),
		cmocka_unit_test(a_number_has_fewer_than_1024_characters),
		cmocka_unit_test(quotes_what_must_be_quoted),
		cmocka_unit_test(what_is_written_can_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
