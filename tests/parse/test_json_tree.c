/* test_json_tree.c - the ways through a document: types, members, elements, and that a missing value may be
 * asked anything. What strings and numbers mean is in test_json_text.c. */
#include "http/parse/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void begin(struct json *json, const char *text)
{
	memset(json, 0xa5, sizeof(*json)); /* json_parse must not mind what was there */
	assert_int_equal(json_parse(json, slice_of(text)), JSON_OK);
}

static void tells_the_types_apart(void **state)
{
	static const struct {
		const char *text;
		enum json_type type;
	} cases[] = {
		{"null", JSON_NULL},
		{" true", JSON_BOOL},
		{"false ", JSON_BOOL},
		{"0", JSON_NUMBER},
		{" -1e3 ", JSON_NUMBER},
		{"\"\"", JSON_STRING},
		{"\"null\"", JSON_STRING},
		{"\"[\"", JSON_STRING},
		{"[]", JSON_ARRAY},
		{"\t{}\n", JSON_OBJECT},
		{"7", JSON_NUMBER},
	};
	struct json json;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(&json, cases[i].text);
		assert_int_equal(json_type(&json, 0), cases[i].type);
		assert_int_equal(json_type(&json, 1), JSON_MISSING);
		json_close(&json);
	}
}

static void null_is_not_missing(void **state)
{
	struct json json;

	(void)state;
	begin(&json, "{\"gender\":null,\"country_id\":\"\"}");
	assert_int_equal(json_type(&json, json_get(&json, 0, "gender")), JSON_NULL);
	assert_int_equal(json_type(&json, json_get(&json, 0, "country_id")), JSON_STRING);
	assert_int_equal(json_type(&json, json_get(&json, 0, "probability")), JSON_MISSING);
	json_close(&json);
}

static void nothing_can_be_had_from_what_is_missing(void **state)
{
	static const int values[] = {-1, -2, 3, 1000000, INT32_MAX, INT32_MIN};
	struct json json;

	(void)state;
	begin(&json, "[1,2]");
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		char buf[8] = "x";
		double number;
		bool truth;

		assert_int_equal(json_type(&json, values[i]), JSON_MISSING);
		assert_int_equal(json_size(&json, values[i]), 0);
		assert_int_equal(json_raw(&json, values[i]).len, 0);
		assert_int_equal(json_get(&json, values[i], "a"), -1);
		assert_int_equal(json_item(&json, values[i], 0), -1);
		assert_int_equal(json_first(&json, values[i]), -1);
		assert_int_equal(json_next(&json, values[i]), -1);
		assert_false(json_string(&json, values[i], buf, sizeof(buf)));
		assert_string_equal(buf, "");
		assert_false(json_equals(&json, values[i], SLICE("")));
		assert_false(json_number(&json, values[i], &number));
		assert_false(json_bool(&json, values[i], &truth));
	}
	json_close(&json);
	assert_int_equal(json_type(&json, 0), JSON_MISSING); /* closed */
}

static void after_an_error_all_is_missing(void **state)
{
	struct json json;

	(void)state;
	memset(&json, 0xa5, sizeof(json));
	assert_int_equal(json_parse(&json, SLICE("[1,2")), JSON_CUT_SHORT);
	assert_int_equal(json_type(&json, 0), JSON_MISSING);
	json_close(&json);
	json = (struct json){0};
	json_close(&json);
	json_close(&json);
	assert_int_equal(json_type(&json, 0), JSON_MISSING);
}

static void finds_members_by_name(void **state)
{
	static const struct {
		const char *text, *name, *raw; /* raw NULL: missing */
	} cases[] = {
		{"{}", "a", NULL},
		{"{\"a\":1}", "a", "1"},
		{"{\"a\":1}", "", NULL},
		{"{\"a\":1}", "A", NULL},
		{"{\"a\":1}", "ab", NULL},
		{"{\"ab\":1}", "a", NULL},
		{"{\"\":1}", "", "1"},
		{"{\"a\":1,\"b\":2,\"c\":3}", "b", "2"},
		{"{\"a\":1,\"b\":2,\"c\":3}", "c", "3"},
		/* the last of several, as in Python */
		{"{\"a\":1,\"a\":2}", "a", "2"},
		{"{\"a\":1,\"b\":2,\"\\u0061\":3,\"c\":4}", "a", "3"},
		{"{\"a\":1,\"a\":null}", "a", "null"},
		/* unescaped names */
		{"{\"\\u006e\\u0061me\":1}", "name", "1"},
		{"{\"a\\/b\":1}", "a/b", "1"},
		{"{\"\\\"\\\\\\n\":1}", "\"\\\n", "1"},
		{"{\"\\u00e9\":1}", "\xc3\xa9", "1"},
		{"{\"\xc3\xa9\":1}", "\xc3\xa9", "1"},
		{"{\"\\ud83d\\ude00\":1}", "\xf0\x9f\x98\x80", "1"},
		/* names that C cannot say, or nobody can */
		{"{\"a\\u0000\":1}", "a", NULL},
		{"{\"a\\u0000b\":1,\"\\u0000\":2}", "", NULL},
		{"{\"\\ud800\":1}", "\xed\xa0\x80", NULL},
		{"{\"a\\ud800\":1}", "a", NULL},
		/* a value is not a name, and what is inside a member is not in the object */
		{"{\"b\":\"a\"}", "a", NULL},
		{"{\"b\":\"a\",\"a\":\"b\"}", "a", "b"},
		{"{\"b\":{\"a\":1}}", "a", NULL},
		{"{\"b\":{\"a\":1},\"a\":2}", "a", "2"},
		{"{\"a\":2,\"b\":{\"a\":1},\"c\":[{\"a\":3},\"a\",4]}", "a", "2"},
		{"{\"b\":[[[{\"a\":1}]],\"a\",1],\"a\":{\"a\":5}}", "a", "{\"a\":5}"},
		/* only objects have members */
		{"[\"a\",1]", "a", NULL},
		{"[{\"a\":1}]", "a", NULL},
		{"\"a\"", "a", NULL},
		{"1", "", NULL},
		{"null", "a", NULL},
	};
	struct json json;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int value;

		begin(&json, cases[i].text);
		value = json_get(&json, 0, cases[i].name);
		if ((value >= 0) != (cases[i].raw != NULL))
			fail_msg("%s: %s", cases[i].text, cases[i].name);
		assert_true(slice_equal(json_raw(&json, value), slice_of(cases[i].raw ? cases[i].raw : "")));
		json_close(&json);
	}
}

static void look_ups_can_be_nested(void **state)
{
	struct json json;
	int list;

	(void)state;
	begin(&json, "{\"list\":[{\"name\":\"a\"},{\"name\":\"b\",\"more\":[[1,2],[3,[4]]]}]}");
	list = json_get(&json, 0, "list");
	assert_true(json_equals(&json, json_get(&json, json_item(&json, list, 1), "name"), SLICE("b")));
	assert_int_equal(json_get(&json, json_item(&json, list, 2), "name"), -1);
	assert_int_equal(json_get(&json, json_get(&json, json_get(&json, 0, "x"), "y"), "z"), -1);
	list = json_get(&json, json_item(&json, list, 1), "more");
	assert_true(slice_equal(json_raw(&json, json_item(&json, list, 1)), SLICE("[3,[4]]")));
	assert_int_equal(json_item(&json, json_get(&json, 0, "list"), -1), -1);
	assert_int_equal(json_item(&json, 0, 0), -1); /* an object has no elements */
	json_close(&json);
}

/* What is inside a container, one piece after the other; an object's names are followed by their values. */
static void list_children(const struct json *json, int container, char *out, size_t cap)
{
	size_t len = 0;

	out[0] = '\0';
	for (int at = json_first(json, container); at >= 0; at = json_next(json, at)) {
		len += (size_t)snprintf(out + len, cap - len, "%.*s|", SLICE_FMT(json_raw(json, at)));
		if (json_type(json, container) == JSON_OBJECT) {
			assert_int_equal(json_next(json, at + 1), -1); /* a member's value has no sibling */
			len += (size_t)snprintf(
				out + len, cap - len, "%.*s|", SLICE_FMT(json_raw(json, at + 1)));
		}
	}
}

static void walks_over_elements_and_members(void **state)
{
	static const struct {
		const char *text, *children;
		int size;
	} cases[] = {
		{"[]", "", 0},
		{"{}", "", 0},
		{"1", "", 0},
		{"\"a\"", "", 0},
		{"[1]", "1|", 1},
		{"[1,\"b\",null]", "1|b|null|", 3},
		{"[[],{},[[]],[1,[2]],3]", "[]|{}|[[]]|[1,[2]]|3|", 5},
		{"[{\"a\":1,\"b\":[2]},{\"c\":{}}]", "{\"a\":1,\"b\":[2]}|{\"c\":{}}|", 2},
		{"{\"a\":1}", "a|1|", 1},
		{"{\"a\":[1,2],\"b\":{\"c\":3},\"d\":4}", "a|[1,2]|b|{\"c\":3}|d|4|", 3},
		{"{\"a\":\"b\",\"a\":\"b\"}", "a|b|a|b|", 2},
	};
	struct json json;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char children[128];

		begin(&json, cases[i].text);
		list_children(&json, 0, children, sizeof(children));
		assert_string_equal(children, cases[i].children);
		assert_int_equal(json_size(&json, 0), cases[i].size);
		assert_int_equal(json_next(&json, 0), -1);
		json_close(&json);
	}
}

/* Elements found by number and by walking are the same, and there is no further one. */
static void items_are_counted_from_0(void **state)
{
	struct json json;
	int n = 0;

	(void)state;
	begin(&json, "[[1,2,3],{\"a\":{\"b\":[]}},\"c\",[[[]]],5]");
	for (int at = json_first(&json, 0); at >= 0; at = json_next(&json, at))
		assert_int_equal(json_item(&json, 0, n++), at);
	assert_int_equal(n, 5);
	assert_int_equal(json_item(&json, 0, n), -1);
	json_close(&json);
}

static void reads_bools(void **state)
{
	struct json json;
	bool value = false;

	(void)state;
	begin(&json, "[true,false,null,0,\"true\",[true],{}]");
	assert_true(json_bool(&json, json_item(&json, 0, 0), &value));
	assert_true(value);
	assert_true(json_bool(&json, json_item(&json, 0, 1), &value));
	assert_false(value);
	for (int i = 2; i < 7; i++)
		assert_false(json_bool(&json, json_item(&json, 0, i), &value));
	json_close(&json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_the_types_apart),
		cmocka_unit_test(null_is_not_missing),
		cmocka_unit_test(nothing_can_be_had_from_what_is_missing),
		cmocka_unit_test(after_an_error_all_is_missing),
		cmocka_unit_test(finds_members_by_name),
		cmocka_unit_test(look_ups_can_be_nested),
		cmocka_unit_test(walks_over_elements_and_members),
		cmocka_unit_test(items_are_counted_from_0),
		cmocka_unit_test(reads_bools),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
